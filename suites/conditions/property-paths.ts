import { defineCase } from '../harness/case/case.ts'
import {
  eventMatch,
  expectEachMatches,
  expectMatches,
  type Message,
  observeMatches,
  type Table,
} from './helpers/rule-trial.ts'

interface PathCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  caughtBy: string[]
  /** Contents for each key that have "yes" where the key leads, or elsewhere */
  keys: Record<string, Table<Message>>
  fairness: string
}

const PATHS: PathCase[] = [
  {
    name: 'nested',
    title: 'A key leads through the objects of the content, one name after the other',
    verifies: ['conditions.path.dots'],
    caughtBy: ['conditions.first-level-only'],
    keys: {
      'content.a': { matched: [{ a: 'yes' }], unmatched: [{ b: 'yes' }, { A: 'yes' }, { ab: 'yes' }] },
      'content.a.b': {
        matched: [{ a: { b: 'yes' } }],
        unmatched: [{ a: 'yes' }, { a: { c: 'yes' }, b: 'yes' }, { a: null }],
      },
      'content.a.b.c.d': { matched: [{ a: { b: { c: { d: 'yes' } } } }], unmatched: [{ a: { b: { c: 'yes' } } }] },
      'content.a_b-c': { matched: [{ 'a_b-c': 'yes' }] },
      a: { unmatched: [{ a: 'yes' }] },
    },
    fairness:
      'The specification defines no other way to write a key. No key leads to a value that is not a string, because until v1.2 the result of that is unspecified.',
  },
  {
    name: 'escaped-dot',
    title: 'A dot after a backslash is part of a name, and any other dot leads to the next name',
    verifies: ['conditions.path.escapes'],
    caughtBy: ['conditions.key-escapes-ignored'],
    keys: {
      'content.m\\.test.a': { matched: [{ 'm.test': { a: 'yes' } }], unmatched: [{ m: { test: { a: 'yes' } } }] },
      'content.m\\.room\\.test': { matched: [{ 'm.room.test': 'yes' }] },
      'content.m.test.a': {
        matched: [{ m: { test: { a: 'yes' } } }],
        unmatched: [{ 'm.test': { a: 'yes' } }, { 'm.test.a': 'yes' }],
      },
      'content.m\\.test\\.a': { matched: [{ 'm.test.a': 'yes' }], unmatched: [{ 'm.test': { a: 'yes' } }] },
    },
    fairness: 'Since v1.7 a dot within a name has to be escaped, so an unescaped dot can only lead to the next name.',
  },
  {
    name: 'escaped-backslash',
    title: 'Two backslashes in a key mean one backslash of a name',
    verifies: ['conditions.path.escapes'],
    caughtBy: ['conditions.backslash-not-escaped'],
    keys: {
      'content.a\\\\b': { matched: [{ 'a\\b': 'yes' }], unmatched: [{ 'a\\\\b': 'yes' }] },
      'content.a\\\\.b': { matched: [{ 'a\\': { b: 'yes' } }], unmatched: [{ 'a\\.b': 'yes' }] },
      'content.a\\\\\\.b': { matched: [{ 'a\\.b': 'yes' }], unmatched: [{ 'a\\': { b: 'yes' } }] },
    },
    fairness: 'The specification escapes a backslash within a name with another one, just as it does a dot.',
  },
  {
    name: 'other-backslash',
    title: 'A backslash before any other character of a key means itself',
    verifies: ['conditions.path.other-backslashes'],
    caughtBy: ['conditions.other-backslashes-dropped'],
    keys: {
      'content.a\\b': { matched: [{ 'a\\b': 'yes' }], unmatched: [{ ab: 'yes' }] },
      'content.a\\n': { matched: [{ 'a\\n': 'yes' }], unmatched: [{ 'a\n': 'yes' }] },
    },
    fairness:
      'The specification leaves every other sequence unchanged, backslash included, although it reserves them for later use and advises against writing them.',
  },
]

/** Keys of conditions, which name a property of the event. */
export const propertyPaths = [
  ...PATHS.map(({ name, title, verifies, caughtBy, keys, fairness }) =>
    defineCase({
      id: `conditions/path-${name}`,
      title,
      verifies,
      caughtBy,
      fairness,
      async run({ sharedScene }) {
        const scene = await sharedScene()
        for (const [key, contents] of Object.entries(keys)) await expectMatches(scene, eventMatch(key, 'yes'), contents)
      },
    }),
  ),

  defineCase({
    id: 'conditions/path-own-properties',
    title: 'Properties that programming languages add to their values are not properties of an event',
    verifies: ['conditions.path.own-properties'],
    caughtBy: ['conditions.inherited-properties'],
    fairness:
      'The specification rules out a match for a property that is missing from the event, and none of these is in its JSON. If the JSON does contain a property of such a name, it matches like any other.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const named = { constructor: { name: 'Brunel' } }
      await expectMatches(scene, eventMatch('content.constructor.name', '*'), { matched: [named] })
      const keys = ['content.topic', 'content.body.0', 'content.constructor.name', 'content.body.constructor.name']
      const trials = keys.map((key) => ({ criterion: eventMatch(key, '*'), unmatched: ['a message'] }))
      await expectEachMatches(scene, trials)
    },
  }),

  defineCase({
    id: 'conditions/path-into-array',
    title: 'Whether a key can lead into an array',
    verifies: ['conditions.path.arrays'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const through = (name: string) => ({
        control: { message: { a: { [name]: 'yes' } }, requirement: 'conditions.path.dots' },
      })
      const [byIndex] = await observeMatches(scene, eventMatch('content.a.0', 'yes'), [{ a: ['yes'] }], through('0'))
      const [byName] = await observeMatches(
        scene,
        eventMatch('content.a.b', 'yes'),
        [{ a: [{ b: 'yes' }] }],
        through('b'),
      )
      if (!byIndex && !byName) return 'The target does not look into arrays'
      return `The target looks into arrays by ${[byIndex ? 'index' : [], byName ? 'name' : []].flat().join(' and by ')}`
    },
  }),

  defineCase({
    id: 'conditions/path-early-escapes',
    title: 'Whether a backslash in a key escapes a dot, before that was defined',
    verifies: ['conditions.path.no-escapes'],
    async run({ sharedScene }) {
      const contents = [{ 'm.test': { a: 'yes' } }, { 'm\\': { test: { a: 'yes' } } }]
      const [escapes, literal] = await observeMatches(
        await sharedScene(),
        eventMatch('content.m\\.test.a', 'yes'),
        contents,
      )
      if (escapes) return 'A backslash escapes a dot'
      return literal ? 'A backslash means itself' : 'A key with a backslash leads nowhere'
    },
  }),
]

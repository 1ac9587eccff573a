import { defineCase } from '../harness/case/case.ts'
import { type Criterion, expectMatches, expectPropertyMatches, type Table } from './helpers/rule-trial.ts'

type Scalar = string | number | boolean | null

interface PropertyCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  caughtBy: string[]
  kind: 'event_property_is' | 'event_property_contains'
  /** Values of the property for each value of the condition; `undefined` if the property is missing */
  values: readonly (readonly [value: Scalar, properties: Table<unknown>])[]
  fairness: string
}

const PROPERTIES: PropertyCase[] = [
  {
    name: 'property-is-same',
    title: 'event_property_is matches the identical string, integer, boolean or null',
    verifies: ['conditions.property-is.same-value'],
    caughtBy: ['conditions.property-is-strings-only'],
    kind: 'event_property_is',
    values: [
      ['cake', { matched: ['cake'], unmatched: ['pie'] }],
      ['', { matched: [''], unmatched: ['cake'] }],
      [true, { matched: [true], unmatched: [false] }],
      [false, { matched: [false], unmatched: [true] }],
      [null, { matched: [null] }],
      [0, { matched: [0], unmatched: [1] }],
      [-7, { matched: [-7], unmatched: [7] }],
      [9007199254740991, { matched: [9007199254740991], unmatched: [9007199254740990] }],
    ],
    fairness:
      'The specification names the types of value and the range of integers; the largest integer here is the last of that range.',
  },
  {
    name: 'property-is-not-a-pattern',
    title: 'event_property_is compares the whole string, is case-sensitive and does not support wildcards',
    verifies: ['conditions.property-is.no-casts'],
    caughtBy: ['conditions.property-is-pattern'],
    kind: 'event_property_is',
    values: [
      ['cake', { matched: ['cake'], unmatched: ['CAKE', 'some cake', 'cake '] }],
      ['c*', { matched: ['c*'], unmatched: ['cake'] }],
    ],
    fairness:
      'The specification requires an exact match, which excludes globs, words and other letter cases, although event_match has them.',
  },
  {
    name: 'property-is-no-casts',
    title: 'event_property_is does not match a value of another type',
    verifies: ['conditions.property-is.no-casts'],
    caughtBy: ['conditions.property-is-cast'],
    kind: 'event_property_is',
    values: [
      ['1', { unmatched: [1] }],
      ['', { unmatched: [null, false, 0] }],
      [true, { matched: [true], unmatched: ['true', 1, [true]] }],
      [false, { unmatched: [null, 0, ''] }],
      [null, { unmatched: [false, 0, '', 'null', [], {}] }],
      [1, { unmatched: ['1', true] }],
      ['cake', { unmatched: [['cake'], { cake: true }] }],
    ],
    fairness:
      'The specification rules out type conversion, even if a programming language treats 1 as true or an empty string as null.',
  },
  {
    name: 'property-is-missing',
    title: 'event_property_is does not match a missing property, not even with null',
    verifies: ['conditions.property-is.missing'],
    caughtBy: ['conditions.property-is-missing-as-null'],
    kind: 'event_property_is',
    values: [
      [null, { matched: [null], unmatched: [undefined] }],
      [false, { unmatched: [undefined] }],
    ],
    fairness:
      'The specification rules out a match for a missing property, and null is a value that a property can have.',
  },
  {
    name: 'property-contains-same',
    title: 'event_property_contains matches an array that contains the identical string, integer, boolean or null',
    verifies: ['conditions.property-contains.same-value'],
    caughtBy: ['conditions.property-contains-first-only'],
    kind: 'event_property_contains',
    values: [
      ['cake', { matched: [['cake'], ['cake', 'pie'], ['pie', 'tart', 'cake']], unmatched: [['pie', 'tart'], []] }],
      [true, { matched: [[false, true]], unmatched: [[false]] }],
      [null, { matched: [[null]], unmatched: [[]] }],
      [7, { matched: [[0, 7]], unmatched: [[0, 77]] }],
    ],
    fairness:
      'Any element of the array may match, in any position, and the types of value are those that the specification names.',
  },
  {
    name: 'property-contains-no-casts',
    title: 'event_property_contains does not convert types, read patterns or ignore letter case',
    verifies: ['conditions.property-contains.no-casts'],
    caughtBy: ['conditions.property-contains-cast'],
    kind: 'event_property_contains',
    values: [
      ['cake', { matched: [['cake']], unmatched: [['CAKE'], ['some cake'], ['cakes']] }],
      ['c*', { unmatched: [['cake']] }],
      [true, { unmatched: [['true'], [1]] }],
      ['1', { unmatched: [[1]] }],
      [1, { unmatched: [['1'], [true]] }],
      [false, { unmatched: [[null], [0], ['']] }],
      [null, { unmatched: [[false], [0], [''], ['null']] }],
    ],
    fairness: 'The specification requires elements to match exactly, and says that parts of a value do not match.',
  },
  {
    name: 'property-contains-arrays-only',
    title: 'event_property_contains does not match a property that is missing or not an array',
    verifies: ['conditions.property-contains.arrays-only'],
    caughtBy: ['conditions.property-contains-substring', 'conditions.property-contains-single-value'],
    kind: 'event_property_contains',
    values: [
      ['cake', { unmatched: ['cake', 'some cake', { cake: true }, { a: 'cake' }, { 0: 'cake' }, undefined] }],
      [true, { unmatched: [true] }],
      [null, { unmatched: [null, undefined] }],
    ],
    fairness:
      'The specification rules out a match for a property that is missing or not an array; a single value is not an array of one.',
  },
  {
    name: 'property-contains-other-elements',
    title: 'event_property_contains ignores elements that are objects or arrays',
    verifies: ['conditions.property-contains.other-elements'],
    caughtBy: ['conditions.property-contains-nested', 'conditions.property-contains-no-mixed-arrays'],
    kind: 'event_property_contains',
    values: [
      [
        'cake',
        {
          matched: [
            [{}, [], 'cake'],
            [{ cake: 'pie' }, null, 'cake'],
          ],
          unmatched: [[['cake']], [{ cake: 'cake' }]],
        },
      ],
    ],
    fairness:
      'The specification says that elements of other types are ignored: they neither match nor stop other elements from matching.',
  },
]

/** Conditions that compare a property with a value of the same type. */
export const propertyValues = [
  ...PROPERTIES.map(({ name, title, verifies, caughtBy, kind, values, fairness }) =>
    defineCase({
      id: `conditions/${name}`,
      title,
      verifies,
      caughtBy,
      fairness,
      async run({ sharedScene }) {
        const trials = values.map(([value, table]) => ({
          criterion: (key: string) => ({ conditions: [{ kind, key, value }] }),
          ...table,
        }))
        await expectPropertyMatches(await sharedScene(), trials)
      },
    }),
  ),

  defineCase({
    id: 'conditions/property-is-on-body',
    title: 'event_property_is compares content.body as a whole, like any other property',
    verifies: ['conditions.property-is.same-value', 'conditions.property-is.no-casts'],
    caughtBy: ['conditions.property-is-pattern'],
    fairness: 'The specification makes content.body a special case for event_match, but not for event_property_is.',
    async run({ sharedScene }) {
      await expectMatches(await sharedScene(), propertyIs('content.body', 'cake'), {
        matched: ['cake'],
        unmatched: ['some cake', 'Cake'],
      })
    },
  }),

  defineCase({
    id: 'conditions/property-paths',
    title: 'event_property_is and event_property_contains read their keys like event_match, escapes included',
    verifies: ['conditions.path.dots', 'conditions.path.escapes'],
    caughtBy: ['conditions.key-escapes-ignored'],
    fairness: 'All three conditions share the definition of a key, and only the escapes that it names are used here.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const nested = { matched: [{ a: { b: 5 } }], unmatched: [{ 'a.b': 5 }, { a: 5 }] }
      await expectMatches(scene, propertyIs('content.a.b', 5), nested)
      const escaped = { matched: [{ 'm.test': { a: 'yes' } }], unmatched: [{ m: { test: { a: 'yes' } } }] }
      await expectMatches(scene, propertyIs('content.m\\.test.a', 'yes'), escaped)
      const contains = { kind: 'event_property_contains', key: 'content.m\\.test.a', value: 'yes' }
      const lists = { matched: [{ 'm.test': { a: ['yes'] } }], unmatched: [{ m: { test: { a: ['yes'] } } }] }
      await expectMatches(scene, { conditions: [contains] }, lists)
    },
  }),
]

function propertyIs(key: string, value: Scalar): Criterion {
  return { conditions: [{ kind: 'event_property_is', key, value }] }
}

import { defineCase } from '../harness/case/case.ts'
import { type Control, eventMatch, expectMatches, observeMatches } from './helpers/rule-trial.ts'

/** Returns a value that is the same as the pattern, which matches however the pattern is read. */
function same(value: string): { control: Control } {
  return { control: { message: { value }, requirement: 'conditions.event-match.fields' } }
}

/** Patterns of event_match until v1.2, which match a part of the value unless they contain a wildcard. */
export const earlyPatterns = [
  defineCase({
    id: 'conditions/early-value-substring',
    title: 'Until v1.2 a pattern without wildcards matches anywhere in a value',
    verifies: ['conditions.event-match.substring'],
    caughtBy: ['conditions.early-whole-value'],
    fairness:
      'The specification says that such a pattern should be treated as if it had a * on both sides, so a mismatch is only a warning. Patterns and values have the same letter case, about which nothing is said.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await expectMatches(scene, eventMatch('content.value', 'cake'), {
        matched: [{ value: 'cake' }, { value: 'some cake please' }, { value: 'pancakes' }],
        unmatched: [{ value: 'ca-ke' }, { value: 'pie' }],
      })
      await expectMatches(scene, eventMatch('content.value', 'a.c'), {
        matched: [{ value: 'a.cd' }],
        unmatched: [{ value: 'abc' }],
      })
    },
  }),

  defineCase({
    id: 'conditions/early-body-substring',
    title: 'Until v1.2 a pattern without wildcards matches anywhere in content.body, even inside a word',
    verifies: ['conditions.event-match.substring'],
    caughtBy: ['conditions.early-whole-value', 'conditions.several-lines-never-match'],
    fairness:
      'Until v1.2 content.body is treated like any other field, so the wildcards that should be added on both sides also match inside words and other lines. A server that looks for whole words only, or in one line only, gets a warning.',
    async run({ sharedScene }) {
      const oneLine = ['cake', 'some cake please', 'some pancakes']
      const lines = ['dear all,\ncake is served', 'cake\nis served', 'there is\ncake\nfor you']
      const table = { matched: [...oneLine, ...lines], unmatched: ['some pie', 'some\npie'] }
      await expectMatches(await sharedScene(), eventMatch('content.body', 'cake'), table)
    },
  }),

  defineCase({
    id: 'conditions/early-content-rule-substring',
    title:
      'Until v1.2 a content rule matches its pattern anywhere in the text of a message, and ignores messages without it',
    verifies: ['conditions.content-rule'],
    caughtBy: ['conditions.content-rules-ignored'],
    until: 'v1.3',
    fairness:
      'Matching inside a word is not tested: event_match allows it, but the default rule for the user name, a content rule, is described with word boundaries. Neither are bodies of several lines, because it is unspecified whether the wildcards that event_match should add match a line break.',
    async run({ sharedScene }) {
      const table = { matched: ['cake', 'some cake please', 'no more cake'], unmatched: ['some pie'] }
      await expectMatches(await sharedScene(), { pattern: 'cake' }, table)
    },
  }),

  defineCase({
    id: 'conditions/early-wildcards',
    title: 'Whether a pattern with a wildcard has to match the whole value until v1.2',
    verifies: ['conditions.event-match.early-wildcards'],
    async run({ sharedScene }) {
      const values = [{ value: 'cake is a lie' }, { value: 'the cake is a lie, they say' }]
      const pattern = 'cake*lie'
      const criterion = eventMatch('content.value', pattern)
      const [whole, part] = await observeMatches(await sharedScene(), criterion, values, same(pattern))
      if (part) return 'A pattern with a wildcard matches anywhere in the value'
      return whole ? 'A pattern with a wildcard has to match the whole value' : 'A * is not a wildcard'
    },
  }),

  defineCase({
    id: 'conditions/early-question-mark',
    title: 'Whether ? is a wildcard until v1.2',
    verifies: ['conditions.event-match.early-question-mark'],
    async run({ sharedScene }) {
      const pattern = 'c?ke'
      const criterion = eventMatch('content.value', pattern)
      const [wildcard] = await observeMatches(await sharedScene(), criterion, [{ value: 'cake' }], same(pattern))
      return wildcard ? 'A ? is a wildcard' : 'A ? matches itself'
    },
  }),

  defineCase({
    id: 'conditions/early-letter-case',
    title: 'Whether letter case matters for a pattern until v1.2',
    verifies: ['conditions.event-match.early-case'],
    async run({ sharedScene }) {
      const pattern = 'cake'
      const criterion = eventMatch('content.value', pattern)
      const [found] = await observeMatches(await sharedScene(), criterion, [{ value: 'CAKE' }], same(pattern))
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),

  defineCase({
    id: 'conditions/early-types',
    title: 'How * treats a property that is missing or not a string until v1.2',
    verifies: ['conditions.event-match.early-types'],
    async run({ sharedScene }) {
      const values = [{}, { value: 3 }]
      const criterion = eventMatch('content.value', '*')
      const [missing, number] = await observeMatches(await sharedScene(), criterion, values, same('*'))
      return `A * ${missing ? 'matches' : 'does not match'} a missing property, and ${number ? 'matches' : 'does not match'} a number`
    },
  }),
]

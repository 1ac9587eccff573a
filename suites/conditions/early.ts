import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectMatches, observe } from './trial.ts'

/** How event_match read its pattern until v1.2: as a part of the value, unless there is a wildcard in it. */
export const early = [
  defineCase({
    id: 'conditions/early-value-part',
    title: 'Until v1.2 a pattern without wildcards is found anywhere in a value',
    verifies: ['conditions.event-match.substring'],
    caughtBy: ['matching.early-whole-value'],
    fairness:
      'The text would have such a pattern taken as if it had a star on both sides, and says so with a should; patterns and values are alike in letter case, of which nothing is said.',
    async run({ createScene }) {
      const scene = await createScene()
      await expectMatches(scene, eventMatch('content.value', 'cake'), {
        matched: [{ value: 'cake' }, { value: 'some cake please' }, { value: 'pancakes' }],
        passedOver: [{ value: 'ca-ke' }, { value: 'pie' }],
      })
      await expectMatches(scene, eventMatch('content.value', 'a.c'), {
        matched: [{ value: 'a.cd' }],
        passedOver: [{ value: 'abc' }],
      })
    },
  }),

  defineCase({
    id: 'conditions/early-body-part',
    title: 'Until v1.2 a pattern without wildcards is found anywhere in content.body, within words too',
    verifies: ['conditions.event-match.substring'],
    caughtBy: ['matching.early-whole-value'],
    fairness:
      'Until v1.2 nothing sets content.body apart from other fields, so the stars that a pattern should be given on both sides reach into words; a server that looks for words is warned of, no more.',
    async run({ createScene }) {
      const table = { matched: ['cake', 'some cake please', 'some pancakes'], passedOver: ['some pie'] }
      await expectMatches(await createScene(), eventMatch('content.body', 'cake'), table)
    },
  }),

  defineCase({
    id: 'conditions/early-content-rule-part',
    title: 'Until v1.2 a content rule finds its pattern anywhere in the text of a message, and passes over others',
    verifies: ['rules.content-rule'],
    caughtBy: ['matching.content-rules-ignored'],
    until: 'v1.3',
    fairness:
      'Whether the pattern is found within words too is not tried: by event_match it is, yet the default rule for the user name, a content rule, is said to go by word boundaries.',
    async run({ createScene }) {
      const table = { matched: ['cake', 'some cake please', 'no more cake'], passedOver: ['some pie'] }
      await expectMatches(await createScene(), { pattern: 'cake' }, table)
    },
  }),

  defineCase({
    id: 'conditions/early-wildcards',
    title: 'Whether a pattern with a wildcard has to match the whole value until v1.2',
    verifies: ['conditions.event-match.early-wildcards'],
    async run({ createScene }) {
      const values = [{ value: 'cake is a lie' }, { value: 'the cake is a lie, they say' }]
      const [whole, part] = await observe(await createScene(), eventMatch('content.value', 'cake*lie'), values)
      if (part) return 'A pattern with a wildcard is found anywhere in the value'
      return whole ? 'A pattern with a wildcard has to match the whole value' : 'A star is no wildcard'
    },
  }),

  defineCase({
    id: 'conditions/early-question-mark',
    title: 'Whether a question mark is a wildcard until v1.2',
    verifies: ['conditions.event-match.early-question-mark'],
    async run({ createScene }) {
      const [wildcard] = await observe(await createScene(), eventMatch('content.value', 'c?ke'), [{ value: 'cake' }])
      return wildcard ? 'A question mark is a wildcard' : 'A question mark stands for itself'
    },
  }),

  defineCase({
    id: 'conditions/early-letter-case',
    title: 'Whether letter case matters to a pattern until v1.2',
    verifies: ['conditions.event-match.early-case'],
    async run({ createScene }) {
      const [found] = await observe(await createScene(), eventMatch('content.value', 'cake'), [{ value: 'CAKE' }])
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),

  defineCase({
    id: 'conditions/early-types',
    title: 'What a star does with a property that is missing or is no string until v1.2',
    verifies: ['conditions.event-match.early-types'],
    async run({ createScene }) {
      const [missing, number] = await observe(await createScene(), eventMatch('content.value', '*'), [{}, { value: 3 }])
      return `A star ${missing ? 'matches' : 'does not match'} what is missing, and ${number ? 'matches' : 'does not match'} a number`
    },
  }),
]

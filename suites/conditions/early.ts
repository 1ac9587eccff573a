import { defineCase } from '../harness/case.ts'
import { eventMatch, expectMatches, observe } from './trial.ts'

/** How event_match read its pattern until v1.2: as a part of the value, unless there is a wildcard in it. */
export const early = [
  defineCase({
    id: 'conditions/early-value-part',
    title: 'Until v1.2 a pattern without wildcards is found anywhere in a value',
    verifies: ['conditions.event-match.substring'],
    async run({ scene }) {
      const stage = await scene()
      await expectMatches(stage, eventMatch('content.value', 'cake'), {
        matched: [{ value: 'cake' }, { value: 'some cake please' }, { value: 'pancakes' }],
        passedOver: [{ value: 'ca-ke' }, { value: 'pie' }],
      })
      await expectMatches(stage, eventMatch('content.value', 'a.c'), {
        matched: [{ value: 'a.cd' }],
        passedOver: [{ value: 'abc' }],
      })
    },
  }),

  defineCase({
    id: 'conditions/early-body-part',
    title: 'Until v1.2 a pattern without wildcards is found anywhere in content.body, within words too',
    verifies: ['conditions.event-match.substring'],
    async run({ scene }) {
      const table = { matched: ['cake', 'some cake please', 'some pancakes'], passedOver: ['some pie'] }
      await expectMatches(await scene(), eventMatch('content.body', 'cake'), table)
    },
  }),

  defineCase({
    id: 'conditions/early-content-rule-part',
    title: 'Until v1.2 the pattern of a content rule is found anywhere in the text of a message, within words too',
    verifies: ['rules.content-rule', 'conditions.event-match.substring'],
    caughtBy: ['matching.content-rules-ignored'],
    async run({ scene }) {
      const table = { matched: ['cake', 'some cake please', 'some pancakes'], passedOver: ['some pie'] }
      await expectMatches(await scene(), { pattern: 'cake' }, table)
    },
  }),

  defineCase({
    id: 'conditions/early-wildcards',
    title: 'Whether a pattern with a wildcard has to match the whole value until v1.2',
    verifies: ['conditions.event-match.early-wildcards'],
    async run({ scene }) {
      const values = [{ value: 'cake is a lie' }, { value: 'the cake is a lie, they say' }]
      const [whole, part] = await observe(await scene(), eventMatch('content.value', 'cake*lie'), values)
      if (part) return 'A pattern with a wildcard is found anywhere in the value'
      return whole ? 'A pattern with a wildcard has to match the whole value' : 'A star is no wildcard'
    },
  }),

  defineCase({
    id: 'conditions/early-question-mark',
    title: 'Whether a question mark is a wildcard until v1.2',
    verifies: ['conditions.event-match.early-question-mark'],
    async run({ scene }) {
      const [wildcard] = await observe(await scene(), eventMatch('content.value', 'c?ke'), [{ value: 'cake' }])
      return wildcard ? 'A question mark is a wildcard' : 'A question mark stands for itself'
    },
  }),

  defineCase({
    id: 'conditions/early-letter-case',
    title: 'Whether letter case matters to a pattern until v1.2',
    verifies: ['conditions.event-match.early-case'],
    async run({ scene }) {
      const [found] = await observe(await scene(), eventMatch('content.value', 'cake'), [{ value: 'CAKE' }])
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),

  defineCase({
    id: 'conditions/early-types',
    title: 'What a star does with a property that is missing or is no string until v1.2',
    verifies: ['conditions.event-match.early-types'],
    async run({ scene }) {
      const [missing, number] = await observe(await scene(), eventMatch('content.value', '*'), [{}, { value: 3 }])
      return `A star ${missing ? 'matches' : 'does not match'} what is missing, and ${number ? 'matches' : 'does not match'} a number`
    },
  }),
]

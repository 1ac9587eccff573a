import { atLeast } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectEachMatches, expectMatches, notifyOfAnything } from './helpers/rule-trial.ts'

/** Event type that no default rule matches. */
const NOTE = 'org.plexor.note'

/** Properties that are named like `content.body` but are not it: their keys, and contents with a text there alone. */
const OTHER_BODIES: Record<string, (text: string) => Record<string, unknown>> = {
  'content.formatted_body': (formatted_body) => ({ formatted_body }),
  'content.somebody': (somebody) => ({ somebody }),
  'content.inner.body': (body) => ({ inner: { body } }),
  'content.content.body': (body) => ({ content: { body } }),
  'content.body.body': (body) => ({ body: { body } }),
}

/** Property of the same kind whose name has a dot, which can be escaped since v1.7. */
const ESCAPED_BODY: typeof OTHER_BODIES = {
  'content.org\\.plexor\\.body': (text) => ({ 'org.plexor.body': text }),
}

/** Texts that contain the word, but are not the word. */
const WITH_WORD = ['some cake', 'cake, please', 'a cake\nfor you']

/** Properties of which a pattern has to match a word, and those of which it has to match the whole value. */
export const bodyKeys = [
  defineCase({
    id: 'conditions/other-bodies',
    title:
      'A pattern has to match the whole value of every property except content.body, even if its key ends in "body"',
    verifies: ['conditions.event-match.whole-value'],
    caughtBy: ['conditions.words-in-every-body', 'conditions.value-anywhere'],
    fairness:
      'The specification makes the exception for content.body alone, and none of these keys is that. The events are not m.room.message, because servers may refuse such a message without a body.',
    async run({ sharedScene, specVersion }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      const bodies = { ...OTHER_BODIES, ...(atLeast(specVersion, 'v1.7') ? ESCAPED_BODY : {}) }
      // An event has the same value in all properties, so that none of the rules may match it
      const unmatched = WITH_WORD.map((text) => Object.assign({}, ...Object.values(bodies).map((body) => body(text))))
      const trials = Object.entries(bodies).map(([key, body]) => ({
        criterion: eventMatch(key, 'cake'),
        matched: [body('cake')],
        unmatched,
      }))
      await expectEachMatches(scene, trials, { eventType: NOTE })
    },
  }),

  defineCase({
    id: 'conditions/body-of-other-types',
    title: 'A pattern matches a word of content.body in events of any type',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.words-in-messages-only'],
    fairness: 'The exception for content.body depends on the key of the condition, and not on the type of the event.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      const table = {
        matched: [{ body: 'cake' }, { body: 'some cake, please' }],
        unmatched: [{ body: 'some pancakes' }, { body: 'some pie' }],
      }
      for (const eventType of [NOTE, 'm.sticker']) {
        await expectMatches(scene, eventMatch('content.body', 'cake'), table, { eventType })
      }
    },
  }),
]

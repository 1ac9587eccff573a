import { atLeast } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectMatches, notifyOfAnything } from './trial.ts'

/** A type of event that no default rule is about. */
const NOTE = 'org.plexor.note'

const NO_STRINGS = [{ body: 3 }, { body: true }, { body: null }, { body: ['cake'] }, { body: { cake: 'cake' } }]

/** What content rules look at, and what a pattern does with a body that is none. */
export const contentRules = [
  defineCase({
    id: 'conditions/content-rule-words',
    title: 'The pattern of a content rule is found as a word in the text of a message, whatever its letter case',
    verifies: ['rules.content-rule', 'conditions.event-match.words', 'conditions.event-match.case'],
    caughtBy: ['matching.case-sensitive', 'matching.underscore-ends-word'],
    fairness:
      'A content rule takes its pattern as event_match does for content.body, and the messages have no other text; the letters are ASCII, since letter case beyond that is left to the server.',
    async run({ createScene }) {
      await expectMatches(
        await createScene(),
        { pattern: 'cake' },
        {
          matched: ['cake', 'some CAKE please', 'pan-cake-shop', 'pancake or cake'],
          passedOver: ['some pancake', 'some cakes', 'cake3', '_cake'],
        },
      )
    },
  }),

  defineCase({
    id: 'conditions/content-rule-wildcards',
    title: 'The pattern of a content rule has the wildcards of event_match',
    verifies: ['rules.content-rule', 'conditions.glob.star', 'conditions.glob.question-mark'],
    caughtBy: ['matching.question-mark-any-number', 'matching.asterisk-at-least-one'],
    fairness:
      'The pattern of a content rule is a glob like any other. No body here depends on what a wildcard does with a line break or beyond ASCII, which is not said.',
    async run({ createScene }) {
      const scene = await createScene()
      const spanning = {
        matched: ['An example event.', 'exple', 'An exciting triple-whammy'],
        passedOver: ['two examples'],
      }
      await expectMatches(scene, { pattern: 'ex*ple' }, spanning)
      await expectMatches(
        scene,
        { pattern: 'c?ke' },
        { matched: ['some coke'], passedOver: ['some cke', 'some cooke'] },
      )
    },
  }),

  defineCase({
    id: 'conditions/content-rule-other-fields',
    title: 'A content rule looks at content.body, and at no other field of a message',
    verifies: ['rules.content-rule'],
    caughtBy: ['matching.content-rules-ignored'],
    since: 'v1.7',
    fairness:
      'Since v1.7 the text names content.body as what the pattern is held against; before that it named no field.',
    async run({ createScene }) {
      await expectMatches(
        await createScene(),
        { pattern: 'cake' },
        {
          matched: ['some cake'],
          passedOver: [
            { body: 'nothing', format: 'org.matrix.custom.html', formatted_body: 'cake' },
            { body: 'nothing', cake: 'cake' },
            { body: 'nothing', inner: { body: 'cake' } },
          ],
        },
      )
    },
  }),

  defineCase({
    id: 'conditions/content-rule-strings-only',
    title: 'A content rule whose pattern is a star does not match a body that is missing or no string',
    verifies: ['rules.content-rule', 'conditions.event-match.strings-only'],
    caughtBy: ['matching.content-rules-ignored'],
    since: 'v1.7',
    fairness:
      'Since v1.7 a content rule matches a part of content.body, and what is no text has none. The events are no m.room.message, since servers may refuse such a message without a body.',
    async run({ createScene }) {
      const scene = await createScene()
      await notifyOfAnything(scene)
      await expectMatches(scene, { pattern: '*' }, { matched: ['some cake'] })
      await expectMatches(scene, { pattern: '*' }, { passedOver: [{}, ...NO_STRINGS] }, { eventType: NOTE })
    },
  }),

  defineCase({
    id: 'conditions/body-strings-only',
    title: 'A star does not match a content.body that is missing or no string',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['matching.other-values-as-text', 'matching.star-matches-missing'],
    fairness:
      'The text denies a match, even with a star, for what is missing or no string, and makes no exception for content.body. The events are no m.room.message, since servers may refuse such a message without a body.',
    async run({ createScene }) {
      const scene = await createScene()
      await notifyOfAnything(scene)
      const table = { matched: ['some cake', ''], passedOver: [{}, ...NO_STRINGS] }
      await expectMatches(scene, eventMatch('content.body', '*'), table, { eventType: NOTE })
    },
  }),

  defineCase({
    id: 'conditions/encrypted-content',
    title: 'Patterns and display names are not found in an encrypted event, but its type is seen',
    verifies: ['rules.encrypted-content-closed', 'conditions.event-match.fields'],
    caughtBy: ['matching.encrypted-content-matches'],
    fairness:
      'The event has no body and no msgtype outside of what is encrypted, so there is nothing to match. Names are tried as long as versions have the condition for them, and servers let users have one for the room.',
    async run({ createScene, specVersion }) {
      const scene = await createScene()
      const content = {
        algorithm: 'm.megolm.v1.aes-sha2',
        sender_key: 'IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn',
        device_id: 'RJYKSTBOIE',
        session_id: 'X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu',
        ciphertext: 'cake and Groovy Gorilla',
      }
      const encrypted = { eventType: 'm.room.encrypted' }
      const closed = [{ pattern: 'cake' }, eventMatch('content.body', 'cake'), eventMatch('content.msgtype', 'm.text')]
      for (const criterion of closed) await expectMatches(scene, criterion, { passedOver: [content] }, encrypted)
      await expectMatches(scene, eventMatch('type', 'm.room.encrypted'), { matched: [content] }, encrypted)
      if (atLeast(specVersion, 'v1.17')) return
      await scene.alice.setNameIn(scene.room, 'Groovy Gorilla')
      const containsName = { conditions: [{ kind: 'contains_display_name' }] }
      await expectMatches(scene, containsName, { passedOver: [content] }, encrypted)
    },
  }),
]

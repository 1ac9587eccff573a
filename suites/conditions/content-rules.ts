import { atLeast } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import { eventMatch, expectMatches, notifyOfAnything } from './helpers/rule-trial.ts'

/** Event type that no default rule matches. */
const NOTE = 'org.plexor.note'

const NO_STRINGS = [{ body: 3 }, { body: true }, { body: null }, { body: ['cake'] }, { body: { cake: 'cake' } }]

/** Fields that content rules match, and bodies that are not strings. */
export const contentRules = [
  defineCase({
    id: 'conditions/content-rule-words',
    title: 'The pattern of a content rule matches whole words of a message in any letter case',
    verifies: ['conditions.content-rule', 'conditions.event-match.words', 'conditions.event-match.case'],
    caughtBy: [
      'conditions.body-case-sensitive',
      'conditions.underscore-ends-word',
      'conditions.several-lines-never-match',
    ],
    fairness:
      'A content rule applies its pattern as event_match does for content.body, and the messages have no other text. All letters are ASCII, because letter case beyond ASCII is unspecified.',
    async run({ sharedScene }) {
      await expectMatches(
        await sharedScene(),
        { pattern: 'cake' },
        {
          matched: ['cake', 'some CAKE please', 'pan-cake-shop', 'pancake or cake', 'there is\ncake\nfor you'],
          unmatched: ['some pancake', 'some cakes', 'cake3', '_cake'],
        },
      )
    },
  }),

  defineCase({
    id: 'conditions/content-rule-wildcards',
    title: 'The pattern of a content rule supports the wildcards of event_match',
    verifies: ['conditions.content-rule', 'conditions.glob.star', 'conditions.glob.question-mark'],
    caughtBy: ['conditions.question-mark-any-number', 'conditions.asterisk-at-least-one'],
    fairness:
      'The pattern of a content rule is a glob like any other. No result depends on how a wildcard treats line breaks or characters beyond ASCII, which is unspecified.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const spanning = {
        matched: ['An example event.', 'exple', 'An exciting triple-whammy'],
        unmatched: ['two examples'],
      }
      await expectMatches(scene, { pattern: 'ex*ple' }, spanning)
      await expectMatches(scene, { pattern: 'c?ke' }, { matched: ['some coke'], unmatched: ['some cke', 'some cooke'] })
    },
  }),

  defineCase({
    id: 'conditions/content-rule-other-fields',
    title: 'A content rule matches content.body and no other field of a message',
    verifies: ['conditions.content-rule'],
    caughtBy: ['conditions.content-rules-ignored'],
    since: 'v1.7',
    fairness:
      'Since v1.7 the specification says that the pattern is matched against content.body; before that it named no field.',
    async run({ sharedScene }) {
      await expectMatches(
        await sharedScene(),
        { pattern: 'cake' },
        {
          matched: ['some cake'],
          unmatched: [
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
    title: 'A content rule with the pattern * does not match a body that is missing or not a string',
    verifies: ['conditions.content-rule', 'conditions.event-match.strings-only'],
    caughtBy: ['conditions.content-rules-ignored'],
    since: 'v1.7',
    fairness:
      'Since v1.7 a content rule matches a part of content.body, and a value that is not a string has no parts. The events are not m.room.message, because servers may refuse such a message without a body.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      await expectMatches(scene, { pattern: '*' }, { matched: ['some cake'] })
      await expectMatches(scene, { pattern: '*' }, { unmatched: [{}, ...NO_STRINGS] }, { eventType: NOTE })
    },
  }),

  defineCase({
    id: 'conditions/body-strings-only',
    title: 'The pattern * does not match a content.body that is missing or not a string',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['conditions.non-strings-matched', 'conditions.star-matches-missing'],
    fairness:
      'The specification rules out a match, even with *, for a value that is missing or not a string, and makes no exception for content.body. The events are not m.room.message, because servers may refuse such a message without a body.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      const table = { matched: ['some cake', ''], unmatched: [{}, ...NO_STRINGS] }
      await expectMatches(scene, eventMatch('content.body', '*'), table, { eventType: NOTE })
    },
  }),

  defineCase({
    id: 'conditions/encrypted-content',
    title: 'Patterns and display names do not match the content of an encrypted event, but its type can be matched',
    verifies: ['conditions.encrypted-content', 'conditions.event-match.fields'],
    caughtBy: ['conditions.encrypted-content-matches'],
    fairness:
      'Outside its encrypted part the event has neither body nor msgtype, so there is nothing to match. Display names are tested only in versions that have their condition.',
    async run({ sharedScene, specVersion }) {
      const scene = await sharedScene()
      const content = {
        algorithm: 'm.megolm.v1.aes-sha2',
        sender_key: 'IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn',
        device_id: 'RJYKSTBOIE',
        session_id: 'X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu',
        ciphertext: 'cake and Groovy Gorilla',
      }
      const encrypted = { eventType: 'm.room.encrypted' }
      const closed = [{ pattern: 'cake' }, eventMatch('content.body', 'cake'), eventMatch('content.msgtype', 'm.text')]
      for (const criterion of closed) await expectMatches(scene, criterion, { unmatched: [content] }, encrypted)
      await expectMatches(scene, eventMatch('type', 'm.room.encrypted'), { matched: [content] }, encrypted)
      if (atLeast(specVersion, 'v1.17')) return
      await setBothNames(scene.alice, scene.room, 'Groovy Gorilla')
      const containsName = { conditions: [{ kind: 'contains_display_name' }] }
      await expectMatches(scene, containsName, { unmatched: [content] }, encrypted)
    },
  }),
]

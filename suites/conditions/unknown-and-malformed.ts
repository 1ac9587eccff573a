import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding, soundOf } from '../harness/case/sound.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'
import type { TwoUserScene } from './helpers/rule-trial.ts'

type Conditions = Record<string, unknown>[]

const UNKNOWN = { kind: 'org.plexor.unheard_of', key: 'type', pattern: '*', is: '>=0', value: true }

/** Conditions that no server knows, alone and next to one that holds. */
const NOT_KNOWN: Conditions[] = [[UNKNOWN], [UNKNOWN, ...IS_MESSAGE], [...IS_MESSAGE, UNKNOWN]]

/** Malformed conditions of known kinds. */
const MALFORMED: Conditions[] = [
  [{ key: 'type', pattern: 'm.room.message' }],
  [{ kind: 'event_match', pattern: '*' }],
  [{ kind: 'event_match', key: 'type' }],
  [{ kind: 'event_match', key: 'content.body', pattern: 5 }],
  [{ kind: 'event_match', key: 'content.body', pattern: null }],
  [{ kind: 'room_member_count' }],
  [{ kind: 'room_member_count', is: 'two' }],
  [{ kind: 'room_member_count', is: '' }],
  [{ kind: 'room_member_count', is: 2 }],
  [{ kind: 'sender_notification_permission' }],
]

/** Unknown and malformed conditions. */
export const unknownAndMalformed = [
  defineCase({
    id: 'conditions/unknown-beside-others',
    title:
      'A rule with an unknown condition does not match, alone or next to conditions that hold, and the next rule does',
    verifies: ['conditions.unknown-never-match'],
    caughtBy: ['conditions.unknown-conditions-dropped', 'conditions.unknown-condition-matches'],
    fairness:
      'A server may also refuse such a rule with any 4xx status: then it cannot match either, and the case passes.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', 'next', { conditions: IS_MESSAGE, actions: sounding('next') })
      for (const [index, conditions] of NOT_KNOWN.entries()) {
        const body = { conditions, actions: sounding('unknown') }
        const { status } = await alice.tryPutRule('override', `unknown-${index}`, body, { before: 'next' })
        expect(status < 500, `Expected ${quote(conditions)} to be stored or refused, found status ${status}`)
      }
      const next = { kind: 'override', ruleId: 'next', sound: 'next' } as const
      const what = 'a message, since the rules above it have an unknown condition'
      await expectDecides({ alice, pusher }, next, what, await bob.send(room, 'a message'))
    },
  }),

  defineCase({
    id: 'conditions/malformed',
    title: 'How the target treats malformed conditions',
    verifies: ['conditions.malformed', 'conditions.malformed-beside-others'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const found = new Map<Outcome, Conditions[]>()
      for (const conditions of MALFORMED) {
        const outcome = await outcomeOf(scene, conditions)
        found.set(outcome, [...(found.get(outcome) ?? []), conditions])
      }
      const all = (outcome: Outcome) =>
        found
          .get(outcome)
          ?.map((one) => quote(one))
          .join(', ')
      return [
        `Of ${MALFORMED.length} such conditions the target refuses ${found.get('refused')?.length ?? 0}`,
        found.has('matched') ? `these match: ${all('matched')}` : 'none matches',
        ...(found.has('unsent') ? [`messages are refused because of ${all('unsent')}`] : []),
        ...(found.has('silent') ? [`no message is pushed because of ${all('silent')}`] : []),
      ].join('; ')
    },
  }),

  defineCase({
    id: 'conditions/member-count-malformed',
    title: 'How the target reads a room_member_count that is not just an operator and an integer',
    verifies: ['conditions.member-count.malformed'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const matched: string[] = []
      for (const is of ['=2', '!=3', ' 2', '>= 2', '>-1', '+2', '02', '2.0']) {
        if ((await outcomeOf(scene, [{ kind: 'room_member_count', is }])) === 'matched') matched.push(is)
      }
      return matched.length === 0
        ? 'In a room of two, none of them matches'
        : `In a room of two, these match: ${matched.map((one) => quote(one)).join(', ')}`
    },
  }),

  defineCase({
    id: 'conditions/unknown-never-matches',
    title: 'A rule with an unknown condition does not match',
    verifies: ['conditions.unknown-never-match'],
    caughtBy: ['conditions.unknown-conditions-dropped', 'conditions.unknown-condition-matches'],
    fairness:
      'A server may also refuse to store such a rule: then it cannot match either, and the case passes. It does not matter which other rule decides.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const conditions = [...IS_MESSAGE, { kind: 'org.plexor.unheard_of' }]
      const response = await alice.tryPutRule('override', 'unknown', { conditions, actions: sounding('unknown') })
      expect(response.status < 500, `Expected the rule to be stored or refused, found status ${response.status}`)
      const because = 'a default rule matches it, and the rule with an unknown condition does not'
      const push = await pusher.expectPush(await bob.send(room, 'a message'), { because })
      expectOtherThan(['unknown'], 'the push of a message', push)
    },
  }),
]

/**
 * Fate of a message of Bob's while Alice has a rule with malformed conditions. `refused`: the target refuses the
 * rule. `unsent`: it refuses the message. `silent`: it does not push the message, so the rule prevents others from matching
 */
type Outcome = 'refused' | 'unsent' | 'silent' | 'matched' | 'unmatched'

/**
 * Returns what becomes of a message while there is a rule with malformed conditions.
 *
 * @throws {Mismatch} when a message is not pushed after the rule was deleted
 */
async function outcomeOf({ alice, bob, room, pusher }: TwoUserScene, conditions: Conditions): Promise<Outcome> {
  const rule = { conditions, actions: sounding('malformed') }
  const { status } = await alice.tryPutRule('override', 'malformed', rule)
  if (status !== 200) return 'refused'
  // Sent without requiring success: a stored rule that the target cannot read may break its evaluation.
  const path = { roomId: room, eventType: 'm.room.message', txnId: `malformed-${crypto.randomUUID()}` }
  const sent = await bob.client.call('sendEvent', { path, body: { msgtype: 'm.text', body: 'a message' } })
  const push = sent.status === 200 ? await pusher.arrivalOf(eventIdOf(sent.body)) : undefined
  await alice.deleteRule('override', 'malformed')
  if (push !== undefined) return soundOf(push) === 'malformed' ? 'matched' : 'unmatched'
  const because = 'a default rule matches it, and the malformed rule is deleted'
  await pusher.expectPush(await bob.send(room, 'after the rule'), { because })
  return sent.status === 200 ? 'silent' : 'unsent'
}

function eventIdOf(response: unknown): string {
  return (response as { event_id: string }).event_id
}

import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding, soundOf } from '../harness/case/sound.ts'

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
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('override', 'next', { conditions: IS_MESSAGE, actions: sounding('next') })
      for (const [index, conditions] of NOT_KNOWN.entries()) {
        const body = { conditions, actions: sounding('unknown') }
        const { status } = await alice.tryPutRule('override', `unknown-${index}`, body, { before: 'next' })
        expect(status < 500, `Expected ${quote(conditions)} to be stored or refused, found status ${status}`)
      }
      const sound = soundOf(await pusher.expectPush(await bob.send(room, 'a message')))
      expect(
        sound === 'next',
        `Expected the rule below those with an unknown condition to decide, found the sound ${quote(sound)}`,
      )
    },
  }),

  defineCase({
    id: 'conditions/malformed',
    title: 'How the target treats malformed conditions',
    verifies: ['conditions.malformed', 'conditions.malformed-beside-others'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const matched: Conditions[] = []
      const failing: Conditions[] = []
      let refused = 0
      for (const [index, conditions] of MALFORMED.entries()) {
        const { status } = await alice.tryPutRule('override', 'malformed', {
          conditions,
          actions: sounding('malformed'),
        })
        if (status !== 200) {
          refused += 1
          continue
        }
        // Sent without requiring success: a stored rule that the target cannot read may break its evaluation.
        const path = { roomId: room, eventType: 'm.room.message', txnId: `malformed-${index}` }
        const sent = await bob.client.call('sendEvent', { path, body: { msgtype: 'm.text', body: 'a message' } })
        if (sent.status !== 200) failing.push(conditions)
        else if (soundOf(await pusher.expectPush(eventIdOf(sent.body))) === 'malformed') matched.push(conditions)
        await alice.deleteRule('override', 'malformed')
      }
      return [
        `Of ${MALFORMED.length} such conditions the target refuses ${refused}`,
        matched.length === 0 ? 'none matches' : `these match: ${matched.map((one) => quote(one)).join(', ')}`,
        ...(failing.length === 0
          ? []
          : [`messages are refused because of ${failing.map((one) => quote(one)).join(', ')}`]),
      ].join('; ')
    },
  }),

  defineCase({
    id: 'conditions/member-count-malformed',
    title: 'How the target reads a room_member_count that is not just an operator and an integer',
    verifies: ['conditions.member-count.malformed'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const matched: string[] = []
      const odd = ['=2', '!=3', ' 2', '>= 2', '>-1', '+2', '02', '2.0']
      for (const is of odd) {
        const body = { conditions: [{ kind: 'room_member_count', is }], actions: sounding('odd') }
        const { status } = await alice.tryPutRule('override', 'odd', body)
        if (status !== 200) continue
        if (soundOf(await pusher.expectPush(await bob.send(room, 'a message'))) === 'odd') matched.push(is)
        await alice.deleteRule('override', 'odd')
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
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const conditions = [...IS_MESSAGE, { kind: 'org.plexor.unheard_of' }]
      const response = await alice.tryPutRule('override', 'unknown', { conditions, actions: sounding('unknown') })
      expect(response.status < 500, `Expected the rule to be stored or refused, found status ${response.status}`)
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectOtherThan(['unknown'], 'the push', push)
    },
  }),
]

function eventIdOf(response: unknown): string {
  return (response as { event_id: string }).event_id
}

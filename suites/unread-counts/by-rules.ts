import { type CaseDefinition, defineCase, type Scene } from '../harness/case.ts'
import { beginAtZero, settledCounts } from '../harness/counting.ts'
import { expectEqual } from '../harness/expect.ts'
import { NOTHING_UNREAD } from '../harness/unread-counts.ts'

/** What is in no count, because the rules do not let it notify. */
export const byRules = [
  uncounted({
    id: 'unread-counts/muted-room',
    title: 'A message in a room whose room rule has no actions is in no count',
    verifies: ['counts.by-rules'],
    async send({ alice, bob, room }) {
      await alice.putRule('room', room, { actions: [] })
      await bob.send(room, 'a message')
    },
  }),

  uncounted({
    id: 'unread-counts/override-rule-without-actions',
    title: 'A message that an override rule without actions matches is in no count',
    verifies: ['counts.by-rules'],
    async send({ alice, bob, room }) {
      const conditions = [{ kind: 'event_match', key: 'content.body', pattern: 'hush' }]
      await alice.putRule('override', 'hush', { conditions, actions: [] })
      await bob.send(room, 'hush')
    },
  }),

  uncounted({
    id: 'unread-counts/tweak-without-notify',
    title: 'A message that a rule with a sound and no notify matches is in no count',
    verifies: ['counts.by-rules'],
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/highlight-without-notify',
    title: 'A message that a rule with a highlight and no notify matches is in no count',
    verifies: ['counts.by-rules'],
    fairness: 'The highlight count is about notifications, and without notify there is none.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'highlight' }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/notice',
    title: 'A notice, which a default rule silences, is in no count',
    verifies: ['counts.by-rules', 'defaults.rule.suppress-notices'],
    async send({ bob, room }) {
      await bob.send(room, { msgtype: 'm.notice', body: 'a notice' })
    },
  }),

  uncounted({
    id: 'unread-counts/no-rule-matches',
    title: 'An event that no rule matches is in no count',
    verifies: ['counts.by-rules'],
    async send({ bob, room }) {
      await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' })
    },
  }),

  uncounted({
    id: 'unread-counts/master-enabled',
    title: 'A message that comes while .m.rule.master is enabled is in no count, not even later',
    verifies: ['counts.by-rules', 'defaults.rule.master'],
    fairness:
      'An event notifies or does not by the rules in force when it comes. A server that counted anew by later rules would have to notify of old events too.',
    async send({ alice, bob, room }) {
      await alice.enableRule('override', '.m.rule.master', true)
      await bob.send(room, 'while the master rule is enabled')
      await alice.enableRule('override', '.m.rule.master', false)
    },
  }),

  uncounted({
    id: 'unread-counts/own-message',
    title: "A user's own message is in no count of the user's",
    verifies: ['counts.own-events'],
    async send({ alice, room }) {
      await alice.send(room, 'mine')
    },
  }),

  uncounted({
    id: 'unread-counts/own-event-of-another-type',
    title: "A user's own event is in no count of the user's, though a rule of the user's matches it",
    verifies: ['counts.own-events'],
    async send({ alice, room }) {
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'org.plexor.own' }]
      await alice.putRule('override', 'own', { conditions, actions: ['notify', { set_tweak: 'highlight' }] })
      await alice.sendEvent(room, 'org.plexor.own', { body: 'mine' })
    },
  }),
]

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'fairness'> {
  /** Sets up the rules and sends the event that is not to be counted */
  send(stage: Scene): Promise<void>
}

/** A case in which an event leaves both counts as they were. */
function uncounted({ send, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ scene }) {
      const stage = await scene()
      await beginAtZero(stage)
      await send(stage)
      expectEqual('the counts', await settledCounts(stage), NOTHING_UNREAD)
    },
  })
}

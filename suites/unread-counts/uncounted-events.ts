import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { NOTHING_UNREAD } from '../harness/users/unread-counts.ts'
import { untilEvaluated } from './helpers/until-evaluated.ts'

/** Events that are not counted, because the rules do not notify about them. */
export const uncountedEvents = [
  uncounted({
    id: 'unread-counts/muted-room',
    title: 'A message in a room whose room rule has no actions is not counted',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      'Only the action notify causes a notification, so a rule without actions causes none, whatever the default rules would do.',
    async send({ alice, bob, room }) {
      await alice.putRule('room', room, { actions: [] })
      await bob.send(room, 'a message')
    },
  }),

  uncounted({
    id: 'unread-counts/override-rule-without-actions',
    title: 'A message that matches an override rule without actions is not counted',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      'Override rules precede all others, so no default rule can notify about this message. The message that ends the counting has another body.',
    async send({ alice, bob, room }) {
      const conditions = [{ kind: 'event_match', key: 'content.body', pattern: 'hush' }]
      await alice.putRule('override', 'hush', { conditions, actions: [] })
      await bob.send(room, 'hush')
    },
  }),

  uncounted({
    id: 'unread-counts/tweak-without-notify',
    title: 'A message that matches a rule with a sound but without notify is not counted',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['actions.tweak-only-notifies'],
    fairness: 'A tweak says how to notify; only notify causes a notification. Only the first matching rule applies.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/highlight-without-notify',
    title: 'A message that matches a rule with a highlight but without notify is not counted',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['actions.tweak-only-notifies'],
    fairness: 'The highlight count is about notifications with the flag, and without notify there is no notification.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'highlight', value: true }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/notice',
    title: 'A notice, which a default rule silences, is not counted',
    verifies: ['unread-counts.by-rules', 'default-rules.rule.suppress-notices'],
    caughtBy: ['default-rules.notices-notify', 'actions.empty-actions-notify'],
    fairness: 'The rule is a default in every version, and the user has no rule of her own that matches the notice.',
    async send({ bob, room }) {
      await bob.send(room, { msgtype: 'm.notice', body: 'a notice' })
    },
  }),

  uncounted({
    id: 'unread-counts/no-rule-matches',
    title: 'An event that no rule matches is not counted',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['rule-order.no-match-notifies'],
    fairness:
      'No rule of the specification matches this type, and the body contains neither a name nor @room, which older default rules look for in any event.',
    async send({ bob, room }) {
      await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' })
    },
  }),

  uncounted({
    id: 'unread-counts/master-enabled',
    title: 'A message that arrives while .m.rule.master is enabled is never counted',
    verifies: ['unread-counts.by-rules', 'default-rules.rule.master'],
    caughtBy: ['default-rules.master-ignored', 'default-rules.master-notifies'],
    fairness:
      'Rules are evaluated when an event arrives. They are changed back only after the message was pushed to another member and the user has it in /sync, so even a slow target has evaluated them.',
    group: true,
    async send(scene) {
      const { alice, bob, carol, room } = scene
      const carolsInbox = await carol.setPusher()
      await alice.enableRule('override', '.m.rule.master', true)
      await untilEvaluated(scene, carolsInbox, await bob.send(room, 'while the master rule is enabled'))
      await alice.enableRule('override', '.m.rule.master', false)
    },
  }),

  uncounted({
    id: 'unread-counts/own-message',
    title: "A user's own message is not counted for the user",
    verifies: ['unread-counts.own-events'],
    caughtBy: ['recipients.own-events'],
    fairness:
      'Since v1.7 the rules are not evaluated for the sender of an event. Nothing else is unread, so it does not matter whether sending also reads.',
    async send({ alice, room }) {
      await alice.send(room, 'mine')
    },
  }),

  uncounted({
    id: 'unread-counts/own-event-of-another-type',
    title: "A user's own event is not counted for the user, even if a rule of the user matches it",
    verifies: ['unread-counts.own-events'],
    caughtBy: ['recipients.own-events'],
    fairness:
      'Since v1.7 the sender of an event is excluded before any rule is tried, so even a matching rule does not count it.',
    async send({ alice, room }) {
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'org.plexor.own' }]
      await alice.putRule('override', 'own', {
        conditions,
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      await alice.sendEvent(room, 'org.plexor.own', { body: 'mine' })
    },
  }),
]

interface UncountedCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Puts Carol in the room too */
  group?: boolean
  /** Sets up the rules and sends the event that must not be counted */
  send(scene: Scene): Promise<void>
}

/** Defines a case in which an event does not change either count. */
function uncounted({ send, group = false, ...definition }: UncountedCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, group })
      await startAtZero(scene)
      await send(scene)
      expectEqual('the counts', await settledCounts(scene), NOTHING_UNREAD)
    },
  })
}

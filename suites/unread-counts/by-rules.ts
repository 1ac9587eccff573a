import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { beginAtZero, settledCounts } from '../harness/users/counting.ts'
import { NOTHING_UNREAD } from '../harness/users/unread-counts.ts'
import { expectDealtWith } from './dealt-with.ts'

/** What is in no count, because the rules do not let it notify. */
export const byRules = [
  uncounted({
    id: 'unread-counts/muted-room',
    title: 'A message in a room whose room rule has no actions is in no count',
    verifies: ['counts.by-rules'],
    caughtBy: ['push.empty-actions-notify'],
    fairness:
      'Only the action notify makes a notification, so a rule without actions makes none, whatever the defaults would do.',
    async send({ alice, bob, room }) {
      await alice.putRule('room', room, { actions: [] })
      await bob.send(room, 'a message')
    },
  }),

  uncounted({
    id: 'unread-counts/override-rule-without-actions',
    title: 'A message that an override rule without actions matches is in no count',
    verifies: ['counts.by-rules'],
    caughtBy: ['push.empty-actions-notify'],
    fairness:
      'Override rules are tried before all others, so no default can make this message notify; the message that ends the counting has another body.',
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
    caughtBy: ['push.tweak-alone-notifies'],
    fairness:
      'A tweak says how to notify, and notify alone that it is done; the rule that matches first is the only one that acts.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/highlight-without-notify',
    title: 'A message that a rule with a highlight and no notify matches is in no count',
    verifies: ['counts.by-rules'],
    caughtBy: ['push.tweak-alone-notifies'],
    fairness: 'The highlight count is about notifications with the flag, and without notify there is no notification.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'highlight' }] })
      await bob.send(room, 'there is cake')
    },
  }),

  uncounted({
    id: 'unread-counts/notice',
    title: 'A notice, which a default rule silences, is in no count',
    verifies: ['counts.by-rules', 'defaults.rule.suppress-notices'],
    caughtBy: ['defaults.notices-notify', 'push.empty-actions-notify'],
    fairness:
      'The rule is among the defaults of every version, and the user has no rule of her own that the notice matches.',
    async send({ bob, room }) {
      await bob.send(room, { msgtype: 'm.notice', body: 'a notice' })
    },
  }),

  uncounted({
    id: 'unread-counts/no-rule-matches',
    title: 'An event that no rule matches is in no count',
    verifies: ['counts.by-rules'],
    caughtBy: ['push.no-rule-notifies'],
    fairness:
      'No rule of the specification is about this type, and the body has neither a name nor @room in it, which older defaults look for in any event.',
    async send({ bob, room }) {
      await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' })
    },
  }),

  uncounted({
    id: 'unread-counts/master-enabled',
    title: 'A message that comes while .m.rule.master is enabled is in no count, not even later',
    verifies: ['counts.by-rules', 'defaults.rule.master'],
    caughtBy: ['rules.master-ignored', 'defaults.master-notifies'],
    fairness:
      'Rules are put to an event when it comes. They change back only when another member was pushed the message and the user has it in /sync, so a target that takes its time is done with it.',
    group: true,
    async send(scene) {
      const { alice, bob, carol, room } = scene
      const carols = await carol.setPusher()
      await alice.enableRule('override', '.m.rule.master', true)
      await expectDealtWith(scene, carols, await bob.send(room, 'while the master rule is enabled'))
      await alice.enableRule('override', '.m.rule.master', false)
    },
  }),

  uncounted({
    id: 'unread-counts/own-message',
    title: "A user's own message is in no count of the user's",
    verifies: ['counts.own-events'],
    caughtBy: ['push.own-events'],
    fairness:
      'Since v1.7 the rules are not put to events for their sender; whether sending also reads is not looked at, for nothing else is unread.',
    async send({ alice, room }) {
      await alice.send(room, 'mine')
    },
  }),

  uncounted({
    id: 'unread-counts/own-event-of-another-type',
    title: "A user's own event is in no count of the user's, though a rule of the user's matches it",
    verifies: ['counts.own-events'],
    caughtBy: ['push.own-events'],
    fairness:
      'Since v1.7 the sender of an event is left out before any rule is tried, so not even a rule that matches counts it.',
    async send({ alice, room }) {
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'org.plexor.own' }]
      await alice.putRule('override', 'own', { conditions, actions: ['notify', { set_tweak: 'highlight' }] })
      await alice.sendEvent(room, 'org.plexor.own', { body: 'mine' })
    },
  }),
]

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Whether Carol is in the room too */
  group?: boolean
  /** Sets up the rules and sends the event that is not to be counted */
  send(scene: Scene): Promise<void>
}

/** A case in which an event leaves both counts as they were. */
function uncounted({ send, group = false, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ createScene }) {
      const scene = await createScene({ group })
      await beginAtZero(scene)
      await send(scene)
      expectEqual('the counts', await settledCounts(scene), NOTHING_UNREAD)
    },
  })
}

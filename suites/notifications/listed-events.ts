import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectListed, expectNotListed } from './helpers/notification-list.ts'

/** Events that are listed, and events that are not. */
export const listedEvents = [
  defineCase({
    id: 'notifications/pushed-event',
    title: 'A message that was pushed to the user is listed',
    verifies: ['notifications.listed'],
    caughtBy: ['notifications.empty'],
    fairness:
      'The list contains the events that the user was notified about, and the push shows that this is one. The case waits for it on any page.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene({ read: true, hasShortList: true })
      const message = await bob.send(room, 'a message')
      await pusher.expectPush(message)
      await expectListed(alice, message)
    },
  }),

  defineCase({
    id: 'notifications/without-pusher',
    title: 'A message that would have been pushed is listed for a user without a pusher',
    verifies: ['notifications.without-pusher'],
    caughtBy: ['unread-counts.only-with-pusher'],
    fairness:
      'The specification says that the list also contains what the user would have been notified about, so no pusher is needed.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      await alice.join(room)
      await expectListed(alice, await bob.send(room, 'a message'))
    },
  }),

  unlisted({
    id: 'notifications/notice',
    title: 'A notice, which a default rule silences, is not listed',
    verifies: ['notifications.silent-events', 'default-rules.rule.suppress-notices'],
    caughtBy: ['default-rules.notices-notify', 'actions.empty-actions-notify'],
    fairness:
      'The rule that silences notices is a default in every version. A later message that is listed serves as the fence.',
    send: ({ bob, room }) => bob.send(room, { msgtype: 'm.notice', body: 'a notice' }),
  }),

  unlisted({
    id: 'notifications/no-rule-matches',
    title: 'An event that no rule matches is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['rule-order.no-match-notifies'],
    fairness:
      'No rule of the specification matches this type, and the body contains neither a name nor @room. A later message that is listed serves as the fence.',
    send: ({ bob, room }) => bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' }),
  }),

  unlisted({
    id: 'notifications/rule-without-actions',
    title: 'A message that a rule without actions matches is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      'Only the action notify causes a notification, and the content rule precedes the default rules that would notify. A later message that is listed serves as the fence.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'hush', { pattern: 'hush', actions: [] })
      return await bob.send(room, 'hush')
    },
  }),

  unlisted({
    id: 'notifications/tweak-without-notify',
    title: 'A message that matches a rule with a sound but without notify is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['actions.tweak-only-notifies'],
    fairness:
      'A tweak says how to notify; only notify causes a notification. A later message that is listed serves as the fence.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      return await bob.send(room, 'there is cake')
    },
  }),

  unlisted({
    id: 'notifications/own-message',
    title: "A user's own message is not listed",
    verifies: ['notifications.own-events'],
    caughtBy: ['recipients.own-events'],
    fairness:
      'Users are not notified about their own events, so these are not what a user would have been notified about. A later message that is listed serves as the fence.',
    send: ({ alice, room }) => alice.send(room, 'mine'),
  }),

  defineCase({
    id: 'notifications/own-only',
    title: "A user's list does not contain another user's notifications",
    verifies: ['notifications.own-only'],
    caughtBy: ['notifications.of-all-users'],
    fairness:
      'The list belongs to the requesting user. Each user first has a later message in her own list, so the target has processed the message for the other user.',
    async run({ sharedScene, user }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const carol = await user('carol')
      const other = await bob.createRoom({ invite: [carol] })
      await carol.join(other)
      const alices = await bob.send(room, 'for Alice')
      const carols = await bob.send(other, 'for Carol')
      await expectNotListed(carol, alices, { until: carols })
      await expectNotListed(alice, carols, { until: await bob.send(room, 'for Alice again') })
    },
  }),
]

interface UnlistedCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Sends the event that must not be listed, and returns its ID */
  send(scene: Scene): Promise<string>
}

/** Defines a case in which an event is not listed for Alice. */
function unlisted({ send, ...definition }: UnlistedCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
      const event = await send(scene)
      const later = await scene.bob.send(scene.room, 'a message')
      await expectNotListed(scene.alice, event, { until: later })
    },
  })
}

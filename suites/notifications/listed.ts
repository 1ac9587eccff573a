import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectListed, expectNotListed } from './listing.ts'

/** Which events are listed. */
export const listed = [
  defineCase({
    id: 'notifications/pushed-event',
    title: 'A message that was pushed to the user is listed',
    verifies: ['notifications.listed'],
    caughtBy: ['notifications.empty'],
    fairness:
      'The list is of the events that the user was notified about, and the push shows that this is one. It is waited for, on whichever page it comes.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const message = await bob.send(room, 'a message')
      await pusher.expectPush(message)
      await expectListed(alice, message)
    },
  }),

  defineCase({
    id: 'notifications/without-pusher',
    title: 'A message that would have been pushed is listed for a user who has no pusher',
    verifies: ['notifications.without-pusher'],
    caughtBy: ['counts.with-pusher-alone'],
    fairness:
      'The text has in the list what the user would have been notified about, beside what she was, so it does not take a pusher.',
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
    verifies: ['notifications.silent-events', 'defaults.rule.suppress-notices'],
    caughtBy: ['defaults.notices-notify', 'push.empty-actions-notify'],
    fairness:
      'The rule that silences notices is among the defaults of every version. A later message that is listed is the fence.',
    send: ({ bob, room }) => bob.send(room, { msgtype: 'm.notice', body: 'a notice' }),
  }),

  unlisted({
    id: 'notifications/no-rule-matches',
    title: 'An event that no rule matches is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['push.no-rule-notifies'],
    fairness:
      'No rule of the specification is about this type, and the body has neither a name nor @room in it. A later message that is listed is the fence.',
    send: ({ bob, room }) => bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' }),
  }),

  unlisted({
    id: 'notifications/rule-without-actions',
    title: 'A message that a rule without actions matches is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['push.empty-actions-notify'],
    fairness:
      'Only the action notify makes a notification, and the content rule is tried before the defaults that would. A later message that is listed is the fence.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'hush', { pattern: 'hush', actions: [] })
      return await bob.send(room, 'hush')
    },
  }),

  unlisted({
    id: 'notifications/tweak-without-notify',
    title: 'A message that a rule with a sound and no notify matches is not listed',
    verifies: ['notifications.silent-events'],
    caughtBy: ['push.tweak-alone-notifies'],
    fairness:
      'A tweak says how to notify, and notify alone that it is done. A later message that is listed is the fence.',
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      return await bob.send(room, 'there is cake')
    },
  }),

  unlisted({
    id: 'notifications/own-message',
    title: "A user's own message is not listed",
    verifies: ['notifications.own-events'],
    caughtBy: ['push.own-events'],
    fairness:
      'Nobody is notified of her own events, so they are not what the user would have been notified about. A later message that is listed is the fence.',
    send: ({ alice, room }) => alice.send(room, 'mine'),
  }),

  defineCase({
    id: 'notifications/nobody-elses',
    title: 'A user does not find what another user was notified of',
    verifies: ['notifications.own-list'],
    caughtBy: ['notifications.of-everyone'],
    fairness:
      'The list is that of the user who asks. Each of the two has a later message in her own list first, so that the target has dealt with what was for the other.',
    async run({ createScene, user }) {
      const { alice, bob, room } = await createScene()
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

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Sends the event that is not to be listed, and gives its ID */
  send(scene: Scene): Promise<string>
}

/** A case in which an event is not listed for Alice. */
function unlisted({ send, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ createScene }) {
      const scene = await createScene()
      const event = await send(scene)
      const later = await scene.bob.send(scene.room, 'a message')
      await expectNotListed(scene.alice, event, { until: later })
    },
  })
}

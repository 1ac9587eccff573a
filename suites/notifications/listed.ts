import { type CaseDefinition, defineCase, type Scene } from '../harness/case.ts'
import { expectListed, expectNotListed } from './listing.ts'

/** Which events are listed. */
export const listed = [
  defineCase({
    id: 'notifications/pushed-event',
    title: 'A message that was pushed to the user is listed',
    verifies: ['notifications.listed'],
    caughtBy: ['notifications.empty'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const message = await bob.send(room, 'a message')
      await pusher.expectPush(message)
      await expectListed(alice, message)
    },
  }),

  defineCase({
    id: 'notifications/without-pusher',
    title: 'A message that would have been pushed is listed for a user who has no pusher',
    verifies: ['notifications.without-pusher'],
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
    send: ({ bob, room }) => bob.send(room, { msgtype: 'm.notice', body: 'a notice' }),
  }),

  unlisted({
    id: 'notifications/no-rule-matches',
    title: 'An event that no rule matches is not listed',
    verifies: ['notifications.silent-events'],
    send: ({ bob, room }) => bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' }),
  }),

  unlisted({
    id: 'notifications/rule-without-actions',
    title: 'A message that a rule without actions matches is not listed',
    verifies: ['notifications.silent-events'],
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'hush', { pattern: 'hush', actions: [] })
      return await bob.send(room, 'hush')
    },
  }),

  unlisted({
    id: 'notifications/tweak-without-notify',
    title: 'A message that a rule with a sound and no notify matches is not listed',
    verifies: ['notifications.silent-events'],
    async send({ alice, bob, room }) {
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [{ set_tweak: 'sound', value: 'ring' }] })
      return await bob.send(room, 'there is cake')
    },
  }),

  unlisted({
    id: 'notifications/own-message',
    title: "A user's own message is not listed",
    verifies: ['notifications.own-events'],
    send: ({ alice, room }) => alice.send(room, 'mine'),
  }),

  defineCase({
    id: 'notifications/nobody-elses',
    title: 'A user does not find what another user was notified of',
    verifies: ['notifications.own-list'],
    async run({ scene, user }) {
      const { alice, bob, room } = await scene()
      const carol = await user('carol')
      const other = await bob.createRoom({ invite: [carol] })
      await carol.join(other)
      const alices = await bob.send(room, 'for Alice')
      const carols = await bob.send(other, 'for Carol')
      await expectListed(alice, alices)
      await expectNotListed(carol, alices, { until: carols })
      await expectNotListed(alice, carols, { until: alices })
    },
  }),
]

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies'> {
  /** Sends the event that is not to be listed, and gives its ID */
  send(stage: Scene): Promise<string>
}

/** A case in which an event is not listed for Alice. */
function unlisted({ send, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ scene }) {
      const stage = await scene()
      const event = await send(stage)
      const later = await stage.bob.send(stage.room, 'a message')
      await expectNotListed(stage.alice, event, { until: later })
    },
  })
}

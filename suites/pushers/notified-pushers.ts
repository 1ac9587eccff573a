import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** Pushers that are notified. */
export const notifiedPushers = [
  defineCase({
    id: 'pushers/each-is-notified',
    title: 'Each pusher of a user is notified about a message',
    verifies: ['pushers.many-per-user'],
    caughtBy: ['pushers.first-only-notified'],
    fairness:
      'Three pushkeys are three pushers, because a pusher is identified by its pushkey and not by the session that set it. They may be notified in one request or in three, in any order.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const second = await alice.setPusher()
      const third = await alice.setPusher({ app_id: 'org.plexor.other' })
      const message = await bob.send(room, 'for all three')
      await Promise.all([pusher, second, third].map((inbox) => inbox.expectPush(message)))
    },
  }),

  defineCase({
    id: 'pushers/each-with-its-own-device',
    title: 'Each pusher is notified with its own app_id and data',
    verifies: ['pushers.many-per-user', 'payload.device', 'payload.data-without-url'],
    caughtBy: ['pushers.first-only-notified', 'payload.data-dropped', 'payload.custom-data-dropped'],
    fairness:
      'It is unspecified whether the two are devices of one request or of two: each is looked up by its pushkey, and only the key that the client set is read from its data.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene({ pusher: { data: { mark: 'first' } } })
      const second = await alice.setPusher({ app_id: 'org.plexor.other', data: { mark: 'second' } })
      const message = await bob.send(room, 'for both')
      const [one, two] = await Promise.all([pusher.expectPush(message), second.expectPush(message)])
      expectEqual('the app_id of the first device', one.device.app_id, 'org.plexor.test')
      expectEqual('the mark in the data of the first device', one.device.data?.mark, 'first')
      expectEqual('the app_id of the second device', two.device.app_id, 'org.plexor.other')
      expectEqual('the mark in the data of the second device', two.device.data?.mark, 'second')
    },
  }),
]

import { defineCase } from '../harness/case.ts'
import { eventually } from '../harness/deadline.ts'
import { expect, expectEqual } from '../harness/expect.ts'

/** Which pushers are notified. */
export const notified = [
  defineCase({
    id: 'pushers/each-is-notified',
    title: 'Each pusher of a user is notified of a message',
    verifies: ['pushers.many-per-user'],
    caughtBy: ['gateway.first-pusher-only'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const second = await alice.setPusher()
      const third = await alice.setPusher({ app_id: 'org.plexor.other' })
      const message = await bob.send(room, 'for all three')
      await Promise.all([pusher, second, third].map((inbox) => inbox.expectPush(message)))
    },
  }),

  defineCase({
    id: 'pushers/each-with-its-own-device',
    title: 'Each pusher is notified with its own app_id and data',
    verifies: ['pushers.many-per-user', 'gateway.device'],
    caughtBy: ['gateway.first-pusher-only', 'gateway.data-dropped', 'gateway.custom-data-dropped'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene({ pusher: { data: { mark: 'first' } } })
      const second = await alice.setPusher({ app_id: 'org.plexor.other', data: { mark: 'second' } })
      const message = await bob.send(room, 'for both')
      const [one, two] = await Promise.all([pusher.expectPush(message), second.expectPush(message)])
      expectEqual('the app_id of the first device', one.device.app_id, 'org.plexor.test')
      expectEqual('the mark in the data of the first device', one.device.data?.mark, 'first')
      expectEqual('the app_id of the second device', two.device.app_id, 'org.plexor.other')
      expectEqual('the mark in the data of the second device', two.device.data?.mark, 'second')
    },
  }),

  defineCase({
    id: 'pushers/rejected-is-removed',
    title: 'A pusher whose pushkey the gateway rejects is removed and not notified any more',
    verifies: ['pushers.rejected-removed'],
    caughtBy: ['pushers.rejected-kept'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await alice.setPusher()
      pusher.answer = () => ({ status: 200, body: { rejected: [pusher.pushkey] } })
      await pusher.expectPush(await bob.send(room, 'to be rejected'))
      const pushkeys = await eventually(async () => {
        const listed = (await alice.pushers()).map(({ pushkey }) => pushkey)
        return listed.includes(pusher.pushkey) ? undefined : listed
      }, alice.client.access.patienceMs)
      expect(pushkeys !== undefined, 'Expected the rejected pusher to be removed, found it still listed')
      expectEqual('the pushkeys that are left', pushkeys, [other.pushkey])
      const message = await bob.send(room, 'after the rejection')
      await pusher.expectSilence(message, { until: { inbox: other, fence: message } })
    },
  }),
]

import { defineCase, type Scene } from '../harness/case.ts'
import { readAll } from '../harness/counting.ts'
import { expectEqual } from '../harness/expect.ts'
import { unreadOf } from './unread-of.ts'

const FAIR =
  'Counts are optional; where they are left out, the case does not apply. Each room has at most one unread message, so that messages and rooms count alike.'

/** How the unread count adds up over the rooms of a user. */
export const countsOfRooms = [
  defineCase({
    id: 'gateway-payload/counts-fall-by-reading-elsewhere',
    title: 'The unread count in the push from one room falls by what was read in another',
    verifies: ['gateway.counts-unread', 'counts.read-clears'],
    caughtBy: ['gateway.counts-in-room', 'counts.receipt-ignored'],
    fairness: FAIR,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, pusher } = stage
      const [one, two, three] = await threeRooms(stage)
      await pusher.expectPush(await bob.send(one, 'stays unread'))
      const read = await bob.send(two, 'is read')
      expectEqual('the unread count before reading', unreadOf(await pusher.expectPush(read)), 2)
      await alice.read(two, read)
      await alice.expectCounts(two, 'nothing unread', ({ notification_count }) => notification_count === 0)
      const push = await pusher.expectPush(await bob.send(three, 'comes after the reading'))
      expectEqual('the unread count after reading', unreadOf(push), 2)
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-without-left-rooms',
    title: 'The unread count leaves out a room from which the user was removed',
    verifies: ['gateway.counts-unread'],
    caughtBy: ['gateway.counts-left-rooms', 'gateway.counts-in-room'],
    fairness: `${FAIR} The count is about the rooms that the user is a member of.`,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, pusher } = stage
      const [one, two, three] = await threeRooms(stage)
      await pusher.expectPush(await bob.send(one, 'stays unread'))
      const push = await pusher.expectPush(await bob.send(two, 'in the room that Alice is removed from'))
      expectEqual('the unread count before the removal', unreadOf(push), 2)
      // Leaving it herself would also read it, as sending any event does.
      await bob.client.ok('kickUser', { path: { roomId: two }, body: { user_id: alice.userId } })
      const later = await pusher.expectPush(await bob.send(three, 'after the removal'))
      expectEqual('the unread count after the removal', unreadOf(later), 2)
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-fall-after-private-reading',
    title: 'The unread count starts again after a private receipt too',
    verifies: ['gateway.counts-unread', 'receipts.private-clears'],
    caughtBy: ['counts.private-receipt-ignored'],
    fairness: FAIR,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room, pusher } = stage
      await readAll(stage)
      const message = await bob.send(room, 'one')
      expectEqual('the unread count', unreadOf(await pusher.expectPush(message)), 1)
      await alice.read(room, message, { type: 'm.read.private' })
      await alice.expectCounts(room, 'nothing unread', ({ notification_count }) => notification_count === 0)
      const next = await pusher.expectPush(await bob.send(room, 'another one'))
      expectEqual('the unread count', unreadOf(next), 1)
    },
  }),

  defineCase({
    id: 'gateway-payload/event-id-only-counts',
    title: 'With the format event_id_only, a notification still has the unread count',
    verifies: ['gateway.event-id-only', 'gateway.counts-unread'],
    caughtBy: ['gateway.no-counts'],
    fairness: 'The text names the counts among what this format keeps, and only a count of zero may be left out.',
    async run({ scene }) {
      const stage = await scene({ pusher: { data: { format: 'event_id_only' } } })
      await readAll(stage)
      const { notification } = await stage.pusher.expectPush(await stage.bob.send(stage.room, 'one'))
      expectEqual('the unread count', notification.counts?.unread, 1)
    },
  }),
]

/** Three rooms of Alice and Bob in which Alice has read everything. */
async function threeRooms({ alice, bob, room, pusher }: Scene): Promise<[string, string, string]> {
  const others = [await bob.createRoom({ invite: [alice] }), await bob.createRoom({ invite: [alice] })] as const
  for (const other of others) await alice.join(other)
  for (const each of [room, ...others]) await readAll({ alice, bob, room: each, pusher })
  return [room, ...others]
}

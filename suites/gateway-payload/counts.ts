import { defineCase } from '../harness/case.ts'
import { readAll } from '../harness/counting.ts'
import { expect, expectEqual } from '../harness/expect.ts'
import { unreadOf } from './unread-of.ts'

const FAIR =
  'Counts are optional; where they are left out, the case does not apply. What was there before was read first, so that an invitation or a join counts for nothing.'

/** The unread counts: those sent to the gateway, and those in /sync that they go with. */
export const counts = [
  defineCase({
    id: 'gateway-payload/counts-grow',
    title: 'The unread count grows with each message',
    verifies: ['gateway.counts-unread'],
    caughtBy: ['gateway.counts-rooms', 'gateway.counts-highlights'],
    fairness: FAIR,
    async run({ scene }) {
      const stage = await scene()
      await readAll(stage)
      const first = await stage.pusher.expectPush(await stage.bob.send(stage.room, 'one'))
      expectEqual('the unread count', unreadOf(first), 1)
      const second = await stage.pusher.expectPush(await stage.bob.send(stage.room, 'two'))
      expectEqual('the unread count', unreadOf(second), 2)
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-over-rooms',
    title: 'The unread count is the sum over all rooms',
    verifies: ['gateway.counts-unread'],
    caughtBy: ['gateway.counts-in-room', 'gateway.counts-highlights'],
    fairness: FAIR,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room, pusher } = stage
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await readAll(stage)
      await readAll({ alice, bob, room: other, pusher })
      await pusher.expectPush(await bob.send(room, 'one here'))
      const push = await pusher.expectPush(await bob.send(other, 'one there'))
      expectEqual('the unread count', unreadOf(push), 2)
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-fall-after-reading',
    title: 'The unread count starts again after the user has read',
    verifies: ['gateway.counts-unread', 'counts.read-clears'],
    caughtBy: ['gateway.counts-highlights', 'counts.receipt-ignored'],
    fairness: FAIR,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room, pusher } = stage
      await readAll(stage)
      const message = await bob.send(room, 'one')
      expectEqual('the unread count', unreadOf(await pusher.expectPush(message)), 1)
      await alice.read(room, message)
      await alice.expectCounts(room, 'nothing unread', (count) => count.notification_count === 0)
      const next = await pusher.expectPush(await bob.send(room, 'another one'))
      expectEqual('the unread count', unreadOf(next), 1)
    },
  }),

  defineCase({
    id: 'gateway-payload/zero-counts-are-left-out',
    title: 'No notification has an unread count of zero, not even the one that follows the reading of everything',
    verifies: ['gateway.zero-counts-omitted'],
    caughtBy: ['gateway.counts-zero'],
    fairness: 'A server need not tell the gateway that something was read; one that does is asked to leave a zero out.',
    async run({ scene }) {
      const stage = await scene()
      const { bob, room, pusher } = stage
      await readAll(stage)
      // The fence is behind whatever the target sends about the reading.
      await pusher.expectPush(await bob.send(room, 'one'))
      const zero = pusher.pushes.find(({ notification }) => notification.counts?.unread === 0)
      expect(zero === undefined, 'Expected an unread count of zero to be left out, found "unread": 0')
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-in-sync',
    title: 'The unread count in /sync follows messages and reading',
    verifies: ['counts.in-sync', 'counts.read-clears'],
    caughtBy: ['counts.always-zero', 'counts.missing'],
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await readAll(stage)
      await bob.send(room, 'one')
      const last = await bob.send(room, 'two')
      await alice.expectCounts(room, 'two notifications', (count) => count.notification_count === 2)
      await alice.read(room, last)
      await alice.expectCounts(room, 'nothing unread', (count) => count.notification_count === 0)
    },
  }),

  defineCase({
    id: 'gateway-payload/highlights-in-sync',
    title: 'The highlight count in /sync counts what has a highlight, and nothing else',
    verifies: ['counts.highlight', 'actions.highlight-default'],
    caughtBy: ['counts.valueless-highlight-ignored', 'counts.all-highlights'],
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      await readAll(stage)
      await bob.send(room, 'there is cake')
      await bob.send(room, 'there is tea')
      await alice.expectCounts(room, 'two notifications', (count) => count.notification_count === 2)
      await alice.expectCounts(room, 'one highlight', (count) => count.highlight_count === 1)
    },
  }),
]

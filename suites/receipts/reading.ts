import { defineCase } from '../harness/case.ts'
import { beginAtZero, settledCounts } from '../harness/counting.ts'
import { expectEqual } from '../harness/expect.ts'
import { NOTHING_UNREAD } from '../harness/unread-counts.ts'

/** What a public receipt marks as read, and what takes its place. */
export const reading = [
  defineCase({
    id: 'receipts/up-to-its-event',
    title: 'A receipt reads its event and what came before it, and leaves what came after it unread',
    verifies: ['counts.read-clears', 'receipts.later-stay-unread'],
    caughtBy: ['counts.receipt-reads-later', 'counts.receipt-ignored'],
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await beginAtZero(stage)
      await bob.send(room, 'one')
      const read = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.read(room, read)
      const { notification_count } = await settledCounts(stage)
      expectEqual('the notification count', notification_count, 1)
    },
  }),

  defineCase({
    id: 'receipts/reads-highlights',
    title: 'A receipt takes what it reads out of the highlight count too',
    verifies: ['counts.read-clears', 'counts.highlight'],
    caughtBy: ['counts.highlights-always-zero', 'counts.receipt-ignored'],
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      await beginAtZero(stage)
      const cake = await bob.send(room, 'there is cake')
      await alice.expectCounts(room, 'one highlight', ({ highlight_count }) => highlight_count === 1)
      await alice.read(room, cake)
      await alice.expectCounts(room, 'nothing unread', ({ notification_count }) => notification_count === 0)
      expectEqual('the counts', await settledCounts(stage), NOTHING_UNREAD)
    },
  }),

  defineCase({
    id: 'receipts/one-room-alone',
    title: 'A receipt in one room reads nothing in another',
    verifies: ['counts.read-clears', 'counts.per-room'],
    caughtBy: ['counts.receipt-reads-other-rooms', 'counts.receipt-ignored'],
    async run({ scene }) {
      const here = await scene()
      const { alice, bob, room } = here
      const there = { alice, bob, room: await bob.createRoom({ invite: [alice] }) }
      await alice.join(there.room)
      await beginAtZero(there)
      await beginAtZero(here)
      await bob.send(there.room, 'one there')
      const message = await bob.send(room, 'one here')
      await alice.read(room, message)
      await alice.expectCounts(room, 'nothing unread', ({ notification_count }) => notification_count === 0)
      const { notification_count } = await settledCounts(there)
      expectEqual('the notification count of the other room', notification_count, 1)
    },
  }),

  defineCase({
    id: 'receipts/one-user-alone',
    title: "A user's receipt reads nothing for another user",
    verifies: ['counts.read-clears'],
    caughtBy: ['counts.receipt-ignored', 'counts.receipt-leaves-its-event'],
    async run({ scene }) {
      const stage = await scene({ group: true })
      const { alice, bob, carol, room } = stage
      await beginAtZero(stage)
      const message = await bob.send(room, 'for both')
      await carol.read(room, message)
      await carol.expectCounts(room, 'nothing unread', ({ notification_count }) => notification_count === 0)
      const { notification_count } = await settledCounts({ alice, bob, room })
      expectEqual("Alice's notification count", notification_count, 1)
    },
  }),

  defineCase({
    id: 'receipts/sending-reads',
    title: 'Sending a message reads what came before it',
    verifies: ['receipts.sending-reads'],
    caughtBy: ['counts.sending-reads-nothing'],
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await beginAtZero(stage)
      await bob.send(room, 'one')
      await bob.send(room, 'two')
      await alice.expectCounts(room, 'two notifications', ({ notification_count }) => notification_count === 2)
      await alice.send(room, 'an answer')
      expectEqual('the counts', await settledCounts(stage), NOTHING_UNREAD)
    },
  }),

  defineCase({
    id: 'receipts/sending-another-type-reads',
    title: 'Sending an event that is no message reads what came before it',
    verifies: ['receipts.sending-reads'],
    caughtBy: ['counts.sending-reads-nothing'],
    fairness: 'The text says "sending an event", of whatever type.',
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await beginAtZero(stage)
      await bob.send(room, 'one')
      await alice.expectCounts(room, 'one notification', ({ notification_count }) => notification_count === 1)
      await alice.sendEvent(room, 'org.plexor.event', { body: 'no rule is about this type' })
      expectEqual('the counts', await settledCounts(stage), NOTHING_UNREAD)
    },
  }),
]

import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { NOTHING_UNREAD } from '../harness/users/unread-counts.ts'
import { expectUnread } from './helpers/expect-unread.ts'

/** Effect of public receipts, and of sending events, on what is unread. */
export const publicReceipts = [
  defineCase({
    id: 'receipts/up-to-its-event',
    title: 'A receipt reads its event and everything before it, and leaves everything after it unread',
    verifies: ['receipts.marks-read', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.marks-later-read', 'receipts.ignored'],
    fairness:
      'The specification counts the event itself as read: receipts mark everything "up to" it. When that takes effect is unspecified, so the case waits for the count.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      const read = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.untilUnread(room, 3)
      await alice.read(room, read)
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'receipts/clears-highlights',
    title: 'A receipt also removes what it reads from the highlight count',
    verifies: ['receipts.marks-read', 'unread-counts.highlight'],
    caughtBy: ['unread-counts.highlights-always-zero', 'receipts.ignored'],
    fairness: 'Both counts are about unread events, and the case waits for each change before the next step.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      await startAtZero(scene)
      const cake = await bob.send(room, 'there is cake')
      await alice.expectCounts(room, 'one highlight', ({ highlight_count }) => highlight_count === 1)
      await alice.read(room, cake)
      await alice.expectCounts(
        room,
        'nothing unread',
        ({ notification_count, highlight_count }) => notification_count === 0 && highlight_count === 0,
      )
      expectEqual('the counts', await settledCounts(scene), NOTHING_UNREAD)
    },
  }),

  defineCase({
    id: 'receipts/one-room-only',
    title: 'A receipt in one room reads nothing in another',
    verifies: ['receipts.marks-read', 'unread-counts.per-room'],
    caughtBy: ['unread-counts.receipt-marks-other-rooms-read', 'receipts.ignored'],
    fairness:
      'The path of the receipt names one room. The case waits until it has taken effect there, and then checks the other room.',
    async run({ sharedScene }) {
      const here = await sharedScene({ read: true, roomCount: 2 })
      const { alice, bob, room, rooms } = here
      const there = { alice, bob, room: rooms[1] ?? '' }
      await startAtZero(here, there.room)
      await bob.send(there.room, 'one there')
      const message = await bob.send(room, 'one here')
      await alice.untilUnread(room, 1)
      await alice.read(room, message)
      await alice.untilRead(room)
      const { notification_count } = await settledCounts(there)
      expectEqual('the notification count of the other room', notification_count, 1)
    },
  }),

  defineCase({
    id: 'receipts/one-user-only',
    title: "A user's receipt reads nothing for another user",
    verifies: ['receipts.marks-read'],
    caughtBy: ['receipts.ignored', 'receipts.leaves-its-event-unread'],
    fairness:
      'A receipt belongs to the user who sent it. The case waits until it has taken effect for her, and then checks the other user.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, group: true })
      const { alice, bob, carol, room } = scene
      await startAtZero(scene)
      const message = await bob.send(room, 'for both')
      await carol.expectCounts(room, 'the message', ({ notification_count }) => notification_count > 0)
      await carol.read(room, message)
      await carol.untilRead(room)
      const { notification_count } = await settledCounts({ alice, bob, room })
      expectEqual("Alice's notification count", notification_count, 1)
    },
  }),

  defineCase({
    id: 'receipts/sending-marks-read',
    title: 'Sending a message reads everything before it',
    verifies: ['receipts.sending-marks-read'],
    caughtBy: ['receipts.sending-marks-nothing-read'],
    fairness:
      'The specification names sending an event as the second way to update the read receipt, and its MUST applies to both. No receipt has to be shown; only the counts are checked.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.send(room, 'a reply')
      await expectUnread(scene, 0)
    },
  }),

  defineCase({
    id: 'receipts/sending-another-type-marks-read',
    title: 'Sending an event that is not a message reads everything before it',
    verifies: ['receipts.sending-marks-read'],
    caughtBy: ['receipts.sending-marks-nothing-read'],
    fairness:
      'The specification says that sending an event of any type updates the receipt; it is not limited to messages.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      await alice.untilUnread(room, 1)
      await alice.sendEvent(room, 'org.plexor.event', { body: 'no rule is about this type' })
      await expectUnread(scene, 0)
    },
  }),
]

import { inThread } from '../harness/users/relation.ts'
import { leavesUnread } from './helpers/leaves-unread.ts'

/** Effect of receipts with and without a thread. */
export const threadedReceipts = [
  leavesUnread({
    id: 'receipts/thread-only',
    title: 'A receipt for a thread reads that thread, and neither another thread nor the main timeline',
    verifies: ['receipts.thread'],
    caughtBy: ['receipts.threaded-marks-room-read'],
    fairness:
      'A receipt with the root of a thread covers only that thread. The roots are read first, because versions differ on where a root belongs, and the case waits for the counts.',
    read: ({ alice, room }, { first, inFirst }) => alice.read(room, inFirst, { threadId: first }),
    unread: { main: 1, first: 0, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/private-thread-only',
    title: 'A private receipt for a thread reads that thread, and neither another thread nor the main timeline',
    verifies: ['receipts.thread', 'receipts.private-marks-read'],
    caughtBy: ['receipts.threaded-marks-room-read', 'receipts.private-ignored'],
    fairness:
      'The specification allows private receipts for threads under the same conditions as public ones, and both clear notifications. The case waits for the counts.',
    read: ({ alice, room }, { first, inFirst }) =>
      alice.read(room, inFirst, { type: 'm.read.private', threadId: first }),
    unread: { main: 1, first: 0, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/part-of-a-thread',
    title: 'A receipt for the earlier of two messages in a thread leaves the later one unread',
    verifies: ['receipts.thread', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.marks-later-read', 'receipts.threaded-marks-room-read'],
    fairness:
      'Within its thread a receipt covers everything up to its event, like any other. The case waits for the counts.',
    async read({ alice, bob, room }, { first, inFirst }) {
      await bob.send(room, inThread(first, 'later in the first thread'))
      await alice.read(room, inFirst, { threadId: first })
    },
    unread: { main: 1, first: 1, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/main-timeline-only',
    title: 'A receipt with the thread_id main reads everything outside threads, and leaves the threads unread',
    verifies: ['receipts.main-timeline'],
    caughtBy: ['receipts.main-marks-threads-read', 'receipts.main-ignored'],
    fairness:
      'Events outside threads form the main timeline, which the specification treats as a thread. It does not matter where a root belongs: both are read first.',
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread, later')
      await alice.read(room, message, { threadId: 'main' })
    },
    unread: { main: 0, first: 1, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/root-in-main-timeline',
    title: 'A receipt for the root of a thread with the thread_id main reads the root, and leaves its thread unread',
    verifies: ['receipts.main-timeline', 'unread-counts.thread-root'],
    caughtBy: ['receipts.main-ignored'],
    fairness:
      'Since v1.9 the specification says explicitly that the root is in the main timeline; earlier versions had it in its thread, so the case does not apply to them.',
    rootsUnread: true,
    read: ({ alice, room }, { first }) => alice.read(room, first, { threadId: 'main' }),
    // The second root, and the message outside threads
    unread: { main: 2, first: 1, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/all-threads',
    title: 'A receipt without a thread_id reads everything up to its event in all threads',
    verifies: ['receipts.unthreaded'],
    caughtBy: ['receipts.unthreaded-leaves-threads-unread'],
    fairness:
      'The specification says that receipts without a thread apply to the whole room, as before threads existed. The event of this receipt is the last one in the room.',
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread, later')
      await alice.read(room, message)
    },
    unread: { main: 0, first: 0, second: 0 },
  }),

  leavesUnread({
    id: 'receipts/all-threads-up-to-its-event',
    title: 'A receipt without a thread_id leaves later messages unread in threads too',
    verifies: ['receipts.unthreaded', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.unthreaded-leaves-threads-unread', 'receipts.marks-later-read'],
    fairness:
      'The specification says that a receipt without a thread reads everything up to its event, even if that event is in a thread. Each message was sent after the previous one was confirmed, so their order is clear.',
    // The receipt is for the message in the first thread, which is older than the one in the second.
    read: ({ alice, room }, { inFirst }) => alice.read(room, inFirst),
    unread: { main: 0, first: 0, second: 1 },
  }),
]

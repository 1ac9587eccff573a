import { type CaseDefinition, defineCase, type Scene } from '../harness/case.ts'
import { beginAtZero, settledCounts } from '../harness/counting.ts'
import { expectEqual } from '../harness/expect.ts'
import { inThread } from '../harness/relation.ts'
import { NOTHING_UNREAD } from '../harness/unread-counts.ts'

/** What receipts with a thread read, and those without one. */
export const threaded = [
  leaves({
    id: 'receipts/thread-alone',
    title: 'A receipt for a thread reads that thread, and neither another thread nor the main timeline',
    verifies: ['receipts.thread'],
    read: ({ alice, room }, { first, inFirst }) => alice.read(room, inFirst, { threadId: first }),
    unread: { main: 2, first: 0, second: 1 },
  }),

  leaves({
    id: 'receipts/private-thread-alone',
    title: 'A private receipt for a thread reads that thread, and neither another thread nor the main timeline',
    verifies: ['receipts.thread', 'receipts.private-clears'],
    read: ({ alice, room }, { first, inFirst }) =>
      alice.read(room, inFirst, { type: 'm.read.private', threadId: first }),
    unread: { main: 2, first: 0, second: 1 },
  }),

  leaves({
    id: 'receipts/part-of-a-thread',
    title: 'A receipt for the earlier of two messages in a thread leaves the later one unread',
    verifies: ['receipts.thread', 'receipts.later-stay-unread'],
    async read({ alice, bob, room }, { first, inFirst }) {
      await bob.send(room, inThread(first, 'later in the first thread'))
      await alice.read(room, inFirst, { threadId: first })
    },
    unread: { main: 2, first: 1, second: 1 },
  }),

  leaves({
    id: 'receipts/main-timeline-alone',
    title: 'A receipt with the thread_id main reads what is in no thread, and leaves the threads unread',
    verifies: ['receipts.main-timeline'],
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread')
      await alice.read(room, message, { threadId: 'main' })
    },
    unread: { main: 0, first: 1, second: 1 },
  }),

  leaves({
    id: 'receipts/root-in-main-timeline',
    title: 'A receipt for the root of a thread, with the thread_id main, reads the root and leaves its thread unread',
    verifies: ['receipts.main-timeline', 'counts.thread-root'],
    read: ({ alice, room }, { first }) => alice.read(room, first, { threadId: 'main' }),
    unread: { main: 1, first: 1, second: 1 },
  }),

  leaves({
    id: 'receipts/all-threads',
    title: 'A receipt without a thread_id reads what came up to its event in all threads',
    verifies: ['receipts.unthreaded'],
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread')
      await alice.read(room, message)
    },
    unread: { main: 0, first: 0, second: 0 },
  }),

  leaves({
    id: 'receipts/all-threads-up-to-its-event',
    title: 'A receipt without a thread_id leaves later messages unread in the threads too',
    verifies: ['receipts.unthreaded', 'receipts.later-stay-unread'],
    // The receipt is for the message in the first thread, which came before the one in the second.
    read: ({ alice, room }, { inFirst }) => alice.read(room, inFirst),
    unread: { main: 0, first: 0, second: 1 },
  }),
]

/** Two threads of one message each, the event IDs of the roots and of the message in the first of them. */
interface Threads {
  first: string
  second: string
  inFirst: string
}

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'fairness'> {
  /** Sends the receipt, and what the case needs before it */
  read(stage: Scene, threads: Threads): Promise<void>
  /** How much is then unread; before, it is two roots in the main timeline and one message in each thread */
  unread: { main: number; first: number; second: number }
}

/** A case about what a receipt leaves unread in the main timeline and in two threads. */
function leaves({ read, unread, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      await beginAtZero(stage)
      const first = await bob.send(room, 'the root of the first thread')
      const second = await bob.send(room, 'the root of the second thread')
      const inFirst = await bob.send(room, inThread(first, 'in the first thread'))
      await bob.send(room, inThread(second, 'in the second thread'))
      await read(stage, { first, second, inFirst })
      await settledCounts(stage)
      const { main, threads } = await alice.unreadCountsByThread(room)
      const unreadIn = (root: string) => (threads[root] ?? NOTHING_UNREAD).notification_count
      // The message that ended the counting is in the main timeline.
      const found = { main: main.notification_count - 1, first: unreadIn(first), second: unreadIn(second) }
      expectEqual('the notification counts of the main timeline and of the threads', found, unread)
    },
  })
}

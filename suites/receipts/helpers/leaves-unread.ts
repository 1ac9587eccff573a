import { isDeepStrictEqual } from 'node:util'
import { type CaseDefinition, defineCase, type Scene } from '../../harness/case/case.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import { eventually } from '../../harness/target/deadline.ts'
import { settledCounts, startAtZero } from '../../harness/users/counting.ts'
import { inThread } from '../../harness/users/relation.ts'
import { NOTHING_UNREAD, withoutThreads } from '../../harness/users/unread-counts.ts'

/** Two threads with one message each: event IDs of the roots, and of the message in the first thread. */
export interface Threads {
  first: string
  second: string
  inFirst: string
}

interface ReceiptCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Leaves the roots unread at first, in the main timeline; by default they are read */
  rootsUnread?: boolean
  /** Sends the receipt, and what the case needs before it */
  read(scene: Scene, threads: Threads): Promise<void>
  /**
   * Number of unread events after that; before, there is one message outside threads and one in each thread, in this
   * order
   */
  unread: { main: number; first: number; second: number }
}

/** Defines a case about what a receipt leaves unread in the main timeline and in two threads. */
export function leavesUnread({ read, rootsUnread = false, unread, ...definition }: ReceiptCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      if (rootsUnread) await startAtZero(scene)
      const [first, second] = await Promise.all([
        bob.send(room, 'the root of the first thread'),
        bob.send(room, 'the root of the second thread'),
      ])
      if (!rootsUnread) await startAtZero(scene)
      await bob.send(room, 'in no thread')
      const inFirst = await bob.send(room, inThread(first, 'in the first thread'))
      await bob.send(room, inThread(second, 'in the second thread'))
      await read(scene, { first, second, inFirst })
      const counts = async () => {
        const { main, threads } = await alice.unreadCountsByThread(room)
        const unreadIn = (root: string) => (threads[root] ?? NOTHING_UNREAD).notification_count
        return { main: main.notification_count, first: unreadIn(first), second: unreadIn(second) }
      }
      const areRight = async () => (isDeepStrictEqual(await counts(), unread) ? true : undefined)
      await alice.client.waiting('unread counts', () => eventually(areRight, alice.client.access.timeoutMs))
      await settledCounts(scene)
      const { main, ...others } = await counts()
      // The message that ended the counting is in the main timeline.
      const found = { main: main - 1, ...others }
      const isInThread = unread.first + unread.second > 0
      const isRight = isDeepStrictEqual(found, unread)
      const details = isInThread && !isRight ? withoutThreads(await alice.unreadCountsByThread(room)) : undefined
      expectEqual('the notification counts of the main timeline and of the threads', found, unread, details)
    },
  })
}

import { isDeepStrictEqual } from 'node:util'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { inThread, relatedTo } from '../harness/users/relation.ts'
import { type Counts, NOTHING_UNREAD } from '../harness/users/unread-counts.ts'

/** Counts of a room with a thread after each of several receipts. */
export const threadsReadInTurn = [
  defineCase({
    id: 'unread-counts/threads-read-in-turn',
    title: 'The counts of a thread, of the main timeline and of both together follow each of several receipts',
    verifies: [
      'unread-counts.threads',
      'unread-counts.main-timeline',
      'unread-counts.threads-on-request',
      'unread-counts.thread-root',
      'unread-counts.highlight',
      'receipts.thread',
      'receipts.main-timeline',
      'receipts.unthreaded',
    ],
    caughtBy: [
      'receipts.threaded-marks-room-read',
      'receipts.unthreaded-leaves-threads-unread',
      'unread-counts.main-includes-threads',
      'unread-counts.threads-never-separate',
    ],
    fairness:
      'Each thread_id is one that its event belongs to, and the case waits for every count. Since v1.9 the root is in the main timeline; earlier versions had it in its thread, so the case does not apply to them.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      await startAtZero(scene)
      const root = await bob.send(room, 'the root')
      await bob.send(room, 'in no thread')
      const early = await bob.send(room, inThread(root, 'in the thread'))
      await bob.send(room, inThread(root, 'cake in the thread'))
      const cake = await bob.send(room, 'cake in no thread')
      const late = await bob.send(room, inThread(root, 'in the thread, later'))
      await bob.send(room, relatedTo(root, 'm.reference', 'about the root, in no thread'))
      await settledCounts(scene, 2)
      // The message that ended the counting is in the main timeline, and has a highlight.
      await expectCountsOf(scene, root, 'before any receipt', { main: counted(5, 2), thread: counted(3, 1) })
      await alice.read(room, root, { threadId: 'main' })
      await expectCountsOf(scene, root, 'after reading the root', { main: counted(4, 2), thread: counted(3, 1) })
      await alice.read(room, early, { threadId: root })
      await expectCountsOf(scene, root, 'after reading the first message of the thread', {
        main: counted(4, 2),
        thread: counted(2, 1),
      })
      await alice.read(room, cake)
      const then = { main: counted(2, 1), thread: counted(1, 0) }
      await expectCountsOf(scene, root, 'after a receipt without a thread', then)
      await alice.read(room, late, { threadId: root })
      await expectCountsOf(scene, root, 'after reading the thread', { main: counted(2, 1), thread: NOTHING_UNREAD })
    },
  }),
]

interface InBoth {
  main: Counts
  thread: Counts
}

function counted(notification_count: number, highlight_count: number): Counts {
  return { notification_count, highlight_count }
}

/** Waits until Alice's counts are these, and those of a client that does not ask for threads are their sums. */
async function expectCountsOf({ alice, room }: Scene, root: string, when: string, expected: InBoth): Promise<void> {
  const { main, thread } = expected
  const together = counted(
    main.notification_count + thread.notification_count,
    main.highlight_count + thread.highlight_count,
  )
  let found: InBoth & { together: Counts } = { main: NOTHING_UNREAD, thread: NOTHING_UNREAD, together: NOTHING_UNREAD }
  await eventually(async () => {
    const apart = await alice.unreadCountsByThread(room)
    const thread = apart.threads[root] ?? NOTHING_UNREAD
    found = { main: apart.main, thread, together: await alice.unreadCounts(room) }
    return isDeepStrictEqual(found, { ...expected, together }) ? true : undefined
  }, alice.client.access.timeoutMs)
  expectEqual(`the counts ${when}`, found, { ...expected, together })
}

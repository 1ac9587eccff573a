import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { inThread } from '../harness/users/relation.ts'
import { expectUnreadInPush } from '../payload/helpers/expect-unread-in-push.ts'
import { readEverything } from '../payload/helpers/read-everything.ts'

const COUNTS =
  'Counts in a push are optional, and the case is skipped without them. The roots and everything older are read first, including in rooms that the target created.'

/** Effect of receipts with and without a thread on the unread count in pushes. */
export const badge = [
  lowersBadge({
    id: 'receipts/thread-in-badge',
    title: 'A receipt for a thread lowers the unread count in the next push by the messages of that thread',
    verifies: ['payload.unread-count', 'receipts.thread'],
    caughtBy: ['receipts.threaded-marks-room-read'],
    fairness: `A receipt with the root of a thread covers only that thread, and a message in another is still unread. ${COUNTS}`,
    async read({ alice, bob, room }, { first }) {
      const last = await bob.send(room, inThread(first, 'later in the first thread'))
      await alice.read(room, last, { threadId: first })
    },
    left: 2,
  }),

  lowersBadge({
    id: 'receipts/main-timeline-in-badge',
    title: 'A receipt for the main timeline leaves the messages of threads in the unread count of the next push',
    verifies: ['payload.unread-count', 'receipts.main-timeline'],
    caughtBy: ['receipts.main-marks-threads-read'],
    fairness: `A receipt with the thread_id main covers no thread, even if it is for the last message in the room. ${COUNTS}`,
    read: ({ alice, room }, { inMain }) => alice.read(room, inMain, { threadId: 'main' }),
    left: 2,
  }),

  lowersBadge({
    id: 'receipts/all-threads-in-badge',
    title: 'A receipt without a thread_id removes the messages of all threads from the unread count of the next push',
    verifies: ['payload.unread-count', 'receipts.unthreaded'],
    caughtBy: ['receipts.unthreaded-leaves-threads-unread'],
    fairness: `Receipts without a thread apply to the whole room, and the event of this one is the last in the room. ${COUNTS}`,
    read: ({ alice, room }, { inMain }) => alice.read(room, inMain),
    left: 0,
  }),
]

/** Unread messages of a room, and a root that is read. */
interface Messages {
  /** Root of the first thread */
  first: string
  /** Message outside threads, the last one in the room */
  inMain: string
}

interface BadgeCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Sends the receipt, and what the case needs before it */
  read(scene: Scene, messages: Messages): Promise<void>
  /** Number of the three messages that stay unread */
  left: number
}

/** Defines a case about the unread count in a push before a receipt, and in the next one after it. */
function lowersBadge({ read, left, ...definition }: BadgeCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room, pusher } = scene
      const first = await bob.send(room, 'the root of the first thread')
      const second = await bob.send(room, 'the root of the second thread')
      await readEverything(scene)
      await bob.send(room, inThread(first, 'in the first thread'))
      await bob.send(room, inThread(second, 'in the second thread'))
      const inMain = await bob.send(room, 'in no thread')
      const before = await pusher.expectPush(inMain)
      await read(scene, { first, inMain })
      await alice.untilRead(room, { left })
      const after = await pusher.expectPush(await bob.send(room, 'after the reading'))
      expectUnreadInPush(
        { when: 'with a message outside threads and one in each of two', push: before, unread: 3 },
        { when: 'of the first message after the reading', push: after, unread: left + 1 },
      )
    },
  })
}

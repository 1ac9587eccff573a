import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { inThread } from '../harness/users/relation.ts'
import type { User } from '../harness/users/user.ts'
import { expectInList, expectRead } from './helpers/notification-list.ts'

/** Invitations in the list, and other kinds of receipts that mark notifications as read. */
export const readState = [
  defineCase({
    id: 'notifications/invitation',
    title: 'An invitation to the user is listed, with its room',
    verifies: ['notifications.listed', 'notifications.event', 'default-rules.rule.invite-for-me'],
    caughtBy: ['notifications.empty', 'default-rules.no-invite-for-me', 'default-rules.invites-not-evaluated'],
    fairness:
      'The default rule for invitations notifies the user in every version, so she was or would have been notified. The invitation is identified by its room, and further fields are ignored.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      const item = await expectInList(
        alice,
        `a notification of the invitation to ${room}`,
        ({ room_id }) => room_id === room,
      )
      const { type, sender, state_key, content } = item.event
      expectEqual('the type of the event', type, 'm.room.member')
      expectEqual('the sender of the event', sender, bob.userId)
      expectEqual('the state_key of the event', state_key, alice.userId)
      expectEqual('the membership in the event', content.membership, 'invite')
    },
  }),

  defineCase({
    id: 'notifications/read-by-private-receipt',
    title: 'A private receipt marks notifications up to its event as read, and leaves later ones unread',
    verifies: ['notifications.read', 'receipts.private-marks-read'],
    caughtBy: [
      'notifications.never-read',
      'notifications.gone-without-being-read',
      'notifications.always-read',
      'receipts.private-ignored',
    ],
    fairness:
      'Since v1.4 a private receipt is also a read receipt and clears notifications. The case is skipped if the target does not list read notifications.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
      const { alice, bob } = scene
      await expectRead(scene, async (room) => {
        const first = await bob.send(room, 'one')
        const second = await bob.send(room, 'two')
        const read = () => alice.read(room, first, { type: 'm.read.private' })
        return { covered: [first], others: [second], read }
      })
    },
  }),

  readInThreads({
    id: 'notifications/read-in-a-thread',
    title:
      'A receipt for a thread marks the notifications of that thread as read, and leaves earlier ones outside it and in another thread unread',
    verifies: ['notifications.read', 'receipts.thread'],
    caughtBy: ['receipts.threaded-marks-room-read', 'notifications.always-read'],
    fairness: 'A receipt with the root of a thread covers only that thread, and the other messages are not in it.',
    covers: ['inThread'],
    read: (alice, room, { inThread }, root) => alice.read(room, inThread, { threadId: root }),
  }),

  readInThreads({
    id: 'notifications/read-in-main-timeline',
    title:
      'A receipt for the main timeline marks notifications outside threads as read, and leaves earlier ones in threads unread',
    verifies: ['notifications.read', 'receipts.main-timeline'],
    caughtBy: ['receipts.main-marks-threads-read', 'receipts.main-ignored', 'notifications.always-read'],
    fairness: 'A receipt with the thread_id main covers only what is outside threads, and the roots were read before.',
    covers: ['early', 'late'],
    read: (alice, room, { late }) => alice.read(room, late, { threadId: 'main' }),
  }),

  readInThreads({
    id: 'notifications/read-in-all-threads',
    title: 'A receipt without a thread_id marks notifications as read in all threads',
    verifies: ['notifications.read', 'receipts.unthreaded'],
    caughtBy: ['receipts.unthreaded-leaves-threads-unread'],
    fairness:
      'The specification says that receipts without a thread apply to the whole room, and the event of this one is the last in the room.',
    covers: ['early', 'inOther', 'inThread', 'late'],
    read: (alice, room, { late }) => alice.read(room, late),
  }),
]

/** Messages of a room with two threads, in the order in which they were sent. */
interface ThreadMessages {
  /** Outside threads */
  early: string
  inOther: string
  inThread: string
  /** Outside threads */
  late: string
}

interface ThreadReadingCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'fairness'> {
  caughtBy: readonly string[]
  /** Messages that the receipt covers; the others stay unread */
  covers: readonly (keyof ThreadMessages)[]
  /** Sends the receipt; `root` is that of the thread of `inThread` */
  read(alice: User, room: string, messages: ThreadMessages, root: string): Promise<void>
}

/** Defines a case about which notifications a receipt marks as read, in a room with two threads. */
function readInThreads({ covers, read, caughtBy, fairness, ...definition }: ThreadReadingCase) {
  return defineCase({
    ...definition,
    caughtBy: ['notifications.never-read', 'notifications.gone-without-being-read', ...caughtBy],
    fairness: `${fairness} The case is skipped if the target drops notifications that were read.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
      const { alice, bob } = scene
      await expectRead(scene, async (room) => {
        const root = await bob.send(room, 'the root of a thread')
        const other = await bob.send(room, 'the root of another thread')
        await alice.read(room, other)
        await alice.untilRead(room)
        const messages = {
          early: await bob.send(room, 'in no thread'),
          inOther: await bob.send(room, inThread(other, 'in the other thread')),
          inThread: await bob.send(room, inThread(root, 'in the thread')),
          late: await bob.send(room, 'in no thread, later'),
        }
        const [covered, others] = [true, false].map((isCovered) =>
          Object.entries(messages)
            .filter(([name]) => covers.some((one) => one === name) === isCovered)
            .map(([, eventId]) => eventId),
        )
        return { covered: covered ?? [], others: others ?? [], read: () => read(alice, room, messages, root) }
      })
    },
  })
}

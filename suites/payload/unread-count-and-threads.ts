import { defineCase } from '../harness/case/case.ts'
import { inThread } from '../harness/users/relation.ts'
import { expectUnreadInPush, ONE_IN_EACH_OF_TWO_ROOMS } from './helpers/expect-unread-in-push.ts'
import { readEverything } from './helpers/read-everything.ts'
import { threeRooms } from './helpers/three-rooms.ts'
import { FAIR_ABOUT_COUNTS } from './unread-count.ts'

const IN_ALL_ROOMS =
  'The count is one of messages in all rooms, and the specification does not exempt those in threads.'

/** Receipts that read a message in a thread. */
const READINGS = [
  {
    id: 'payload/counts-fall-after-reading-a-thread',
    title: 'The unread count falls after a receipt for a thread',
    requirement: 'receipts.thread',
    isThreaded: true,
  },
  {
    id: 'payload/counts-fall-after-unthreaded-reading',
    title: 'The unread count falls after a receipt without a thread for a message in one',
    requirement: 'receipts.unthreaded',
    isThreaded: false,
  },
]

/** Messages in threads in the unread count that is sent to the gateway. */
export const unreadCountAndThreads = [
  defineCase({
    id: 'payload/counts-threads',
    title: 'The unread count includes the root of a thread and the message in the thread',
    verifies: ['payload.unread-count'],
    since: 'v1.4',
    caughtBy: ['payload.counts-without-threads', 'payload.counts-highlights-only'],
    fairness: `${FAIR_ABOUT_COUNTS} ${IN_ALL_ROOMS} It does not matter to which thread the root belongs.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { bob, room, pusher } = scene
      await readEverything(scene)
      const root = await bob.send(room, 'the root')
      const first = await pusher.expectPush(root)
      const second = await pusher.expectPush(await bob.send(room, inThread(root, 'in the thread')))
      expectUnreadInPush(
        { when: 'with the root of a thread', push: first, unread: 1 },
        { when: 'with the root and a message in the thread', push: second, unread: 2 },
      )
    },
  }),

  defineCase({
    id: 'payload/counts-threads-of-other-rooms',
    title: 'The unread count includes a message in a thread of another room',
    verifies: ['payload.unread-count'],
    since: 'v1.4',
    caughtBy: ['payload.counts-without-threads', 'payload.counts-of-one-room'],
    fairness: `${FAIR_ABOUT_COUNTS} ${IN_ALL_ROOMS} Each room has at most one unread message, so a count of rooms passes as well.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, roomCount: 3 })
      const { bob, pusher } = scene
      const root = await bob.send(scene.room, 'the root, which is read')
      const [here, there] = await threeRooms(scene)
      await pusher.expectPush(await bob.send(here, inThread(root, 'in the thread')))
      const push = await pusher.expectPush(await bob.send(there, 'in another room'))
      expectUnreadInPush({ when: 'with a message in a thread and one in another room', push, unread: 2 })
    },
  }),

  ...READINGS.map(({ id, title, requirement, isThreaded }) =>
    defineCase({
      id,
      title,
      verifies: ['payload.unread-count', requirement],
      caughtBy: ['payload.counts-keep-read-threads'],
      fairness: `${FAIR_ABOUT_COUNTS} ${IN_ALL_ROOMS} The root was read before, the case waits until the receipt has taken effect, and each room has at most one unread message.`,
      async run({ sharedScene }) {
        const scene = await sharedScene({ read: true, roomCount: 3 })
        const { alice, bob, pusher } = scene
        const root = await bob.send(scene.room, 'the root, which is read')
        const [one, two, three] = await threeRooms(scene)
        const reply = await bob.send(one, inThread(root, 'in the thread'))
        await pusher.expectPush(reply)
        const before = await pusher.expectPush(await bob.send(two, 'stays unread'))
        await alice.read(one, reply, isThreaded ? { threadId: root } : {})
        await alice.untilRead(one)
        const after = await pusher.expectPush(await bob.send(three, 'comes after the reading'))
        expectUnreadInPush(
          { when: ONE_IN_EACH_OF_TWO_ROOMS, push: before, unread: 2 },
          { when: 'after the reading', push: after, unread: 2 },
        )
      },
    }),
  ),

  defineCase({
    id: 'payload/counts-threads-after-reading-main',
    title: 'The unread count still includes a message in a thread after the main timeline was read',
    verifies: ['payload.unread-count', 'receipts.main-timeline'],
    caughtBy: ['payload.counts-without-threads', 'receipts.main-marks-threads-read'],
    fairness: `${FAIR_ABOUT_COUNTS} ${IN_ALL_ROOMS} The message of the receipt is outside of threads, and the root was read before. A count of rooms passes as well.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, roomCount: 3 })
      const { alice, bob, pusher } = scene
      const root = await bob.send(scene.room, 'the root, which is read')
      const [one, two] = await threeRooms(scene)
      await pusher.expectPush(await bob.send(one, inThread(root, 'in the thread')))
      const last = await bob.send(one, 'in no thread')
      await pusher.expectPush(last)
      await alice.read(one, last, { threadId: 'main' })
      await alice.untilRead(one, { left: 1 })
      const push = await pusher.expectPush(await bob.send(two, 'in another room'))
      expectUnreadInPush({ when: 'with an unread thread and a message in another room', push, unread: 2 })
    },
  }),
]

import { defineCase } from '../harness/case/case.ts'
import { expectUnreadInPush } from './helpers/expect-unread-in-push.ts'
import { readEverything } from './helpers/read-everything.ts'
import { threeRooms } from './helpers/three-rooms.ts'
import { FAIR_ABOUT_COUNTS } from './unread-count.ts'

const NO_JOBS = 'The specification has no background jobs: the count is that of all unread messages at any time.'

/** Unread counts in pushes of messages that were unread for so long that the target may have summed them up. */
export const settled = [
  defineCase({
    id: 'payload/counts-settled-rooms',
    title: 'The unread count includes messages that have been unread in two other rooms for a while',
    verifies: ['payload.unread-count', 'receipts.marks-read'],
    settles: true,
    caughtBy: ['unread-counts.sum-forgets-other-rooms', 'unread-counts.sum-stays-unread'],
    fairness: `${FAIR_ABOUT_COUNTS} ${NO_JOBS} Each room has at most one unread message, so a count of rooms passes as well.`,
    async run({ sharedScene, settle }) {
      const scene = await sharedScene({ read: true, roomCount: 3 })
      const { alice, bob, pusher } = scene
      const [one, two, three] = await threeRooms(scene)
      const first = await bob.send(one, 'unread for a while')
      await pusher.expectPush(first)
      await pusher.expectPush(await bob.send(two, 'unread for a while too'))
      await settle()
      const third = await bob.send(three, 'new')
      const before = await pusher.expectPush(third)
      await alice.read(three, third)
      await alice.untilRead(three)
      await alice.read(one, first)
      await alice.untilRead(one)
      const after = await pusher.expectPush(await bob.send(one, 'after the reading'))
      expectUnreadInPush(
        { when: 'with an old message in each of two rooms and a new one in a third', push: before, unread: 3 },
        { when: 'with an old message in one room and a new one in another', push: after, unread: 2 },
      )
    },
  }),

  defineCase({
    id: 'payload/counts-settled-messages',
    title: 'The unread count in a push after a receipt in the middle of messages that have been unread for a while',
    verifies: ['payload.unread-count', 'receipts.later-stay-unread'],
    settles: true,
    caughtBy: ['unread-counts.sum-read-by-any-receipt', 'unread-counts.sum-stays-unread'],
    fairness: `${FAIR_ABOUT_COUNTS} ${NO_JOBS} The case waits until the receipt has taken effect.`,
    async run({ sharedScene, settle }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room, pusher } = scene
      await readEverything(scene)
      const sent: string[] = []
      for (const body of ['one', 'two', 'three']) sent.push(await bob.send(room, body))
      const [first = '', , last = ''] = sent
      await pusher.expectPush(last)
      await settle()
      await alice.read(room, first)
      await alice.untilRead(room, { left: 2 })
      const push = await pusher.expectPush(await bob.send(room, 'four'))
      expectUnreadInPush({ when: 'after a receipt for the first of three messages and another one', push, unread: 3 })
    },
  }),
]

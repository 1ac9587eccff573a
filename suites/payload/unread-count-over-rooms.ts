import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectUnreadInPush, ONE_IN_EACH_OF_TWO_ROOMS } from './helpers/expect-unread-in-push.ts'
import { readEverything } from './helpers/read-everything.ts'
import { threeRooms } from './helpers/three-rooms.ts'
import { FAIR_ABOUT_COUNTS } from './unread-count.ts'

interface Departure {
  id: string
  /** End of "a room" */
  what: string
  when: string
  caughtBy: readonly string[]
  /** Ends Alice's membership of a room. */
  depart(scene: Scene, roomId: string): Promise<void>
}

/** Ways in which a membership ends. */
const DEPARTURES: readonly Departure[] = [
  {
    id: 'payload/counts-without-left-rooms',
    what: 'from which the user was removed',
    when: 'the removal',
    caughtBy: ['payload.counts-include-left-rooms'],
    depart: kick,
  },
  {
    id: 'payload/counts-without-rooms-left-by-oneself',
    what: 'that the user has left with unread messages in it',
    when: 'leaving',
    caughtBy: ['payload.counts-include-rooms-just-left'],
    depart: ({ alice }, roomId) => alice.leave(roomId),
  },
  {
    id: 'payload/counts-without-banned-rooms',
    what: 'from which the user was banned',
    when: 'the ban',
    caughtBy: ['payload.counts-include-left-rooms', 'payload.counts-include-banned-rooms'],
    async depart({ alice, bob }, roomId) {
      await bob.client.ok('banUser', { path: { roomId }, body: { user_id: alice.userId } })
    },
  },
  {
    id: 'payload/counts-without-forgotten-rooms',
    what: 'that the user has forgotten after being removed from it',
    when: 'forgetting it',
    caughtBy: ['payload.counts-include-left-rooms', 'payload.counts-include-forgotten-rooms'],
    async depart(scene, roomId) {
      await kick(scene, roomId)
      const { status } = await scene.alice.client.call('forgetRoom', { path: { roomId }, body: {} })
      if (status !== 200) throw new NotApplicable(`The target does not let users forget a room: status ${status}`)
    },
  },
]

/** Unread count as the sum over the rooms of a user. */
export const unreadCountOverRooms = [
  defineCase({
    id: 'payload/counts-fall-after-reading-another-room',
    title: 'The unread count in the push from one room falls after reading in another',
    verifies: ['payload.unread-count', 'receipts.marks-read'],
    caughtBy: ['payload.counts-of-one-room', 'receipts.ignored'],
    fairness: `${FAIR_ABOUT_COUNTS} Each room has at most one unread message, so a count of rooms passes as well.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, roomCount: 3 })
      const { alice, bob, pusher } = scene
      const [one, two, three] = await threeRooms(scene)
      await pusher.expectPush(await bob.send(one, 'stays unread'))
      const read = await bob.send(two, 'is read')
      const before = await pusher.expectPush(read)
      await alice.read(two, read)
      await alice.untilRead(two)
      const after = await pusher.expectPush(await bob.send(three, 'comes after the reading'))
      expectUnreadInPush(
        { when: ONE_IN_EACH_OF_TWO_ROOMS, push: before, unread: 2 },
        { when: 'after the reading', push: after, unread: 2 },
      )
    },
  }),

  ...DEPARTURES.map(({ id, what, when, caughtBy, depart }) =>
    defineCase({
      id,
      title: `The unread count does not include a room ${what}`,
      verifies: ['payload.unread-count'],
      caughtBy: [...caughtBy, 'payload.counts-of-one-room'],
      fairness: `${FAIR_ABOUT_COUNTS} The count is defined over the rooms that the user is a member of. Each has at most one unread message, so a count of rooms passes as well.`,
      async run({ sharedScene }) {
        const scene = await sharedScene({ read: true, roomCount: 3 })
        const { bob, pusher } = scene
        const [one, two, three] = await threeRooms(scene)
        await pusher.expectPush(await bob.send(one, 'stays unread'))
        const before = await pusher.expectPush(await bob.send(two, 'in the room that Alice is no longer in'))
        await depart(scene, two)
        const after = await pusher.expectPush(await bob.send(three, 'after that'))
        expectUnreadInPush(
          { when: ONE_IN_EACH_OF_TWO_ROOMS, push: before, unread: 2 },
          { when: `after ${when}`, push: after, unread: 2 },
        )
      },
    }),
  ),

  defineCase({
    id: 'payload/counts-fall-after-private-reading',
    title: 'The unread count restarts after a private receipt too',
    verifies: ['payload.unread-count', 'receipts.private-marks-read'],
    caughtBy: ['receipts.private-ignored'],
    fairness: `${FAIR_ABOUT_COUNTS} Private receipts are part of the specification since v1.4 and need no declaration.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room, pusher } = scene
      await readEverything(scene)
      const message = await bob.send(room, 'one')
      const first = await pusher.expectPush(message)
      await alice.read(room, message, { type: 'm.read.private' })
      await alice.untilRead(room, { by: 'm.read.private' })
      const next = await pusher.expectPush(await bob.send(room, 'another one'))
      expectUnreadInPush(
        { when: 'before the reading', push: first, unread: 1 },
        { when: 'of the first message after the reading', push: next, unread: 1 },
      )
    },
  }),

  defineCase({
    id: 'payload/event-id-only-counts',
    title: 'With the format event_id_only, a notification still has the unread count',
    verifies: ['payload.event-id-only', 'payload.unread-count'],
    caughtBy: ['payload.no-counts'],
    fairness:
      'The specification lists the counts among the fields that this format requires, although they are optional in other formats. One message is unread, so the count is not a zero that could be omitted.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, pusher: { data: { format: 'event_id_only' } } })
      await readEverything(scene)
      const { notification } = await scene.pusher.expectPush(await scene.bob.send(scene.room, 'one'))
      expectEqual('the unread count', notification.counts?.unread, 1)
    },
  }),
]

/** Removes Alice from a room. If she left by herself, that would also read the room, as sending any event does. */
async function kick({ alice, bob }: Scene, roomId: string): Promise<void> {
  await bob.client.ok('kickUser', { path: { roomId }, body: { user_id: alice.userId } })
}

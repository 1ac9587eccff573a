import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { readAll } from '../harness/users/counting.ts'
import { expectUnreadInPush, ONE_IN_EACH_OF_TWO_ROOMS } from './helpers/expect-unread-in-push.ts'
import { readEverything } from './helpers/read-everything.ts'

/** Fairness of the cases about the unread count in a push, which all take the same precautions. */
export const FAIR_ABOUT_COUNTS =
  'Counts are optional, so pushes without one are ignored. Everything older is read first, including in rooms that the target created.'

/** Unread counts that are sent to the gateway, and the matching ones in /sync. */
export const unreadCount = [
  defineCase({
    id: 'payload/counts-grow',
    title: 'The unread count grows with each message',
    verifies: ['payload.unread-count'],
    caughtBy: ['payload.counts-number-of-rooms', 'payload.counts-highlights-only'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { bob, room, pusher } = scene
      await readEverything(scene)
      const first = await pusher.expectPush(await bob.send(room, 'one'))
      const second = await pusher.expectPush(await bob.send(room, 'two'))
      expectUnreadInPush(
        { when: 'with one unread message', push: first, unread: 1 },
        { when: 'with two unread messages', push: second, unread: 2 },
      )
    },
  }),

  defineCase({
    id: 'payload/counts-over-rooms',
    title: 'The unread count is the sum over all rooms',
    verifies: ['payload.unread-count'],
    caughtBy: ['payload.counts-of-one-room', 'payload.counts-highlights-only'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, roomCount: 2 })
      const { bob, rooms, pusher } = scene
      const [room = '', other = ''] = rooms
      await readEverything(scene, rooms)
      await pusher.expectPush(await bob.send(room, 'one here'))
      const push = await pusher.expectPush(await bob.send(other, 'one there'))
      expectUnreadInPush({ when: ONE_IN_EACH_OF_TWO_ROOMS, push, unread: 2 })
    },
  }),

  defineCase({
    id: 'payload/counts-fall-after-reading',
    title: 'The unread count restarts after the user has read',
    verifies: ['payload.unread-count', 'receipts.marks-read'],
    caughtBy: ['payload.counts-highlights-only', 'receipts.ignored'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room, pusher } = scene
      await readEverything(scene)
      const message = await bob.send(room, 'one')
      const first = await pusher.expectPush(message)
      await alice.read(room, message)
      await alice.untilRead(room)
      const next = await pusher.expectPush(await bob.send(room, 'another one'))
      expectUnreadInPush(
        { when: 'before the reading', push: first, unread: 1 },
        { when: 'of the first message after the reading', push: next, unread: 1 },
      )
    },
  }),

  defineCase({
    id: 'payload/zero-counts-omitted',
    title: 'No notification has an unread count of zero, even after everything has been read',
    verifies: ['payload.zero-counts-omitted'],
    caughtBy: ['payload.counts-with-zero'],
    fairness:
      'A server does not have to tell the gateway that something was read, or send counts at all. One that does should omit a zero, even in a push with only counts. Custom counts are ignored.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { bob, room, pusher } = scene
      await readAll(scene)
      // The fence arrives after anything that the target sends about the reading.
      await pusher.expectPush(await bob.send(room, 'one'))
      const sent = pusher.pushes.flatMap(({ notification: { counts } }) =>
        [['unread', counts?.unread] as const, ['missed_calls', counts?.missed_calls] as const].filter(
          ([, count]) => count !== undefined,
        ),
      )
      if (sent.length === 0) throw new NotApplicable('No push of this case has counts')
      const zero = sent.find(([, count]) => count === 0)
      expect(zero === undefined, `Expected a count of zero to be omitted, found "${zero?.[0]}": 0`)
    },
  }),

  defineCase({
    id: 'payload/counts-only',
    title: 'Whether the target sends only counts to the gateway after the user has read something',
    verifies: ['payload.counts-only'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room, pusher } = scene
      await readAll(scene)
      const messages = [await bob.send(room, 'one'), await bob.send(room, 'two')]
      for (const message of messages) await pusher.expectPush(message)
      const seen = pusher.pushes.length
      await alice.read(room, messages[0] ?? '')
      await alice.untilRead(room, { left: 1 })
      await pusher.expectPush(await bob.send(room, 'after the reading'))
      const alone = pusher.pushes.slice(seen).find(({ notification }) => notification.event_id === undefined)
      return alone === undefined
        ? 'No push with only counts arrived before that of a later message'
        : `The target sends the counts ${JSON.stringify(alone.notification.counts)} without an event`
    },
  }),
]

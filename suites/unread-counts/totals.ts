import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'

/** Meaning of the two counts of a room. */
export const totals = [
  defineCase({
    id: 'unread-counts/total-includes-highlights',
    title:
      'The notification count includes messages with and without a highlight, the highlight count only those with one',
    verifies: ['unread-counts.total', 'unread-counts.highlight'],
    caughtBy: ['unread-counts.all-are-highlights', 'unread-counts.highlights-always-zero'],
    fairness:
      'The specification calls one count the total, and the other one is for the highlight flag, so a message with a highlight is in both. The counts are read when they include a later message.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const actions = ['notify', { set_tweak: 'highlight', value: true }]
      await alice.putRule('content', 'cake', { pattern: 'cake', actions })
      await startAtZero(scene)
      await bob.send(room, 'there is tea')
      await bob.send(room, 'there is cake')
      await bob.send(room, 'there is milk')
      expectEqual('the counts', await settledCounts(scene, 1), { notification_count: 3, highlight_count: 1 })
    },
  }),

  defineCase({
    id: 'unread-counts/highlight-false',
    title: 'A message with a highlight of false is only in the notification count',
    verifies: ['unread-counts.highlight'],
    caughtBy: ['unread-counts.all-are-highlights', 'unread-counts.highlights-always-zero'],
    fairness: 'The highlight tweak is a boolean, so a rule may set it to false, which means no highlight.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const actions = ['notify', { set_tweak: 'highlight', value: false }]
      await alice.putRule('content', 'cake', { pattern: 'cake', actions })
      await startAtZero(scene)
      await bob.send(room, 'there is cake')
      expectEqual('the counts', await settledCounts(scene), { notification_count: 1, highlight_count: 0 })
    },
  }),

  defineCase({
    id: 'unread-counts/separate-for-each-room',
    title: 'Two rooms with different numbers of unread messages have separate counts',
    verifies: ['unread-counts.per-room'],
    caughtBy: ['unread-counts.rooms-added-up'],
    fairness:
      'The schema has the counts inside each room and describes them as those of the room; sums over rooms are not checked.',
    async run({ sharedScene }) {
      const here = await sharedScene({ read: true, roomCount: 2 })
      const { alice, bob, room, rooms } = here
      const there = { alice, bob, room: rooms[1] ?? '' }
      await startAtZero(here, there.room)
      await bob.send(room, 'one here')
      await bob.send(there.room, 'one there')
      await bob.send(there.room, 'another one there')
      const counts = [await settledCounts(here), await settledCounts(there)]
      const [first, second] = counts.map(({ notification_count }) => notification_count)
      expectEqual('the notification count of the first room', first, 1)
      expectEqual('the notification count of the second room', second, 2)
    },
  }),

  defineCase({
    id: 'unread-counts/without-pusher',
    title: 'Unread messages are counted for a user without a pusher',
    verifies: ['unread-counts.without-pusher'],
    caughtBy: ['unread-counts.only-with-pusher'],
    fairness:
      'Every client that syncs receives the number of unread notifications, which follows from the push rules; only requests to a gateway need a pusher.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      await alice.join(room)
      await startAtZero({ alice, bob, room })
      await bob.send(room, 'one')
      await bob.send(room, 'two')
      const { notification_count } = await settledCounts({ alice, bob, room })
      expectEqual('the notification count', notification_count, 2)
    },
  }),
]

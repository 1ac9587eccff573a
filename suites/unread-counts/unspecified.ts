import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { inThread } from '../harness/users/relation.ts'

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'unread-counts/zero-counts',
    title: 'Whether the counts of a room are present when they are zero',
    verifies: ['unread-counts.zero'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      await startAtZero(scene)
      const joined = (await scene.alice.sync()).rooms?.join?.[scene.room]
      const counts = joined?.unread_notifications
      return counts === undefined ? 'The target omits counts of zero' : `The target sends ${quote(counts)}`
    },
  }),

  defineCase({
    id: 'unread-counts/thread-without-unread',
    title: 'Whether a thread without unread notifications is listed',
    verifies: ['unread-counts.threads-without-unread'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const root = await bob.send(room, 'the root of a thread')
      await bob.send(room, inThread(root, 'in the thread'))
      await startAtZero(scene)
      const { threads } = await alice.unreadCountsByThread(room)
      const counts = threads[root]
      return counts === undefined ? 'The target omits the thread' : `The target sends ${quote(counts)} for it`
    },
  }),

  defineCase({
    id: 'unread-counts/after-rejoining',
    title: 'What is unread after the user has left a room and joined it again',
    verifies: ['unread-counts.after-rejoining'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      await bob.send(room, 'two')
      await alice.expectCounts(room, 'two notifications', ({ notification_count }) => notification_count === 2)
      await alice.leave(room)
      await bob.invite(room, alice)
      await alice.join(room)
      const { notification_count } = await settledCounts(scene)
      return `Two messages were unread when the user left, and ${notification_count} notifications are unread later, including the invitation`
    },
  }),

  defineCase({
    id: 'unread-counts/marked-unread',
    title: 'Whether marking a room as unread raises its count',
    verifies: ['unread-counts.marked-unread'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, room } = scene
      await startAtZero(scene)
      const path = { userId: alice.userId, roomId: room, type: 'm.marked_unread' }
      await alice.client.ok('putRoomAccountData', { path, body: { unread: true } })
      const { notification_count } = await alice.unreadCounts(room)
      return `The notification count is ${notification_count} in a room without unread messages that is marked as unread`
    },
  }),
]

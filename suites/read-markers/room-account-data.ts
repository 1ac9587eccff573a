import { quote } from '../../common/text.ts'
import type { SyncResponse } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual, expectStatus } from '../harness/case/expect.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { expectMarker } from './helpers/expect-marker.ts'

/** Requests after which a room is still marked as unread. */
const ENDINGS: {
  id: string
  /** Noun phrase, for the title */
  what: string
  caughtBy: readonly string[]
  /** Sends the request, and waits until it has taken effect */
  end(scene: Scene): Promise<void>
}[] = [
  {
    id: 'read-markers/marked-unread-after-receipt',
    what: 'a receipt for the last message',
    caughtBy: ['read-markers.receipt-ends-marked-unread'],
    async end({ alice, bob, room }) {
      const message = await bob.send(room, 'a message')
      await alice.untilUnread(room, 1)
      await alice.read(room, message)
      await alice.untilRead(room)
    },
  },
  {
    id: 'read-markers/marked-unread-after-private-receipt',
    what: 'a private receipt for the last message',
    caughtBy: ['read-markers.receipt-ends-marked-unread'],
    async end({ alice, bob, room }) {
      const message = await bob.send(room, 'a message')
      await alice.untilUnread(room, 1)
      await alice.read(room, message, { type: 'm.read.private' })
      await alice.untilRead(room, { by: 'm.read.private' })
    },
  },
  {
    id: 'read-markers/marked-unread-after-marker',
    what: 'a read marker at the last message',
    caughtBy: ['read-markers.marker-ends-marked-unread'],
    async end(scene) {
      const { alice, bob, room } = scene
      const message = await bob.send(room, 'a message')
      await alice.setReadMarkers(room, { 'm.fully_read': message })
      await expectMarker(scene, message)
    },
  },
]

/** Unread markers, and what a filter leaves of a room's account data. */
export const roomAccountData = [
  defineCase({
    id: 'read-markers/marked-unread',
    title: 'A room that a client marks as unread is so in the next /sync, and again when that is reset',
    verifies: ['read-markers.marked-unread-in-account-data'],
    caughtBy: ['read-markers.marked-unread-refused'],
    fairness:
      'Since v1.12 clients set m.marked_unread as account data of the room, which they receive like other account data when it changes. The server has to do nothing else, and nothing else is checked.',
    async run({ sharedScene }) {
      const { alice, room } = await sharedScene({ read: true })
      const { next_batch } = await alice.sync()
      for (const unread of [true, false]) {
        const path = { userId: alice.userId, roomId: room, type: 'm.marked_unread' }
        const response = await alice.client.call('putRoomAccountData', { path, body: { unread } })
        expectStatus(response, 200, 'clients set m.marked_unread themselves')
        await alice.expectInSync(
          `m.marked_unread with unread ${unread}`,
          (sync) => contentIn(sync, room, 'm.marked_unread').find((content) => content.unread === unread),
          next_batch,
        )
      }
    },
  }),

  ...ENDINGS.map(({ id, what, caughtBy, end }) =>
    defineCase({
      id,
      title: `A room that was marked as unread, twice, stays so after ${what}`,
      verifies: ['read-markers.marked-unread-independent'],
      caughtBy,
      fairness:
        'The specification describes this marker as independent of receipts and read markers, has clients reset it, and asks nothing of servers. Another device may reset it, but there is none here.',
      async run({ sharedScene }) {
        const scene = await sharedScene({ read: true })
        const { alice, room } = scene
        await startAtZero(scene)
        const path = { userId: alice.userId, roomId: room, type: 'm.marked_unread' }
        for (const _ of ['once', 'and again']) {
          const response = await alice.client.call('putRoomAccountData', { path, body: { unread: true } })
          expectStatus(response, 200, 'clients set m.marked_unread themselves')
        }
        await end(scene)
        const [content] = contentIn(await alice.sync(), room, 'm.marked_unread')
        expectEqual(`whether the room is marked as unread after ${what}`, content?.unread, true)
      },
    }),
  ),

  defineCase({
    id: 'read-markers/filtered',
    title: 'A read marker is not sent to a client whose filter excludes it',
    verifies: ['read-markers.filtered'],
    caughtBy: ['read-markers.filter-ignored'],
    fairness:
      'The marker is sent only if the filter is satisfied, and the filter lists m.fully_read under not_types for the account data of rooms. A sync without the filter shows first that the marker is there.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const message = await bob.send(room, 'one')
      await alice.setReadMarkers(room, { 'm.fully_read': message })
      await expectMarker(scene, message)
      const filter = JSON.stringify({ room: { account_data: { not_types: ['m.fully_read'] } } })
      const found = contentIn(
        (await alice.client.ok('sync', { query: { filter } })) as SyncResponse,
        room,
        'm.fully_read',
      )
      expect(found.length === 0, `Expected no m.fully_read in /sync with a filter against it, found ${quote(found)}`)
    },
  }),
]

/** Returns the contents of the account data events of this type in a room. */
function contentIn(response: SyncResponse, roomId: string, type: string): Record<string, unknown>[] {
  const events = response.rooms?.join?.[roomId]?.account_data?.events ?? []
  return events.filter((event) => event.type === type).map(({ content }) => content)
}

import type { SyncResponse } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual, expectRefused } from '../harness/case/expect.ts'
import { beginAtZero, settledCounts } from '../harness/users/counting.ts'
import { expectUnread } from './helpers/expect-unread.ts'
import { expectReceiptOf } from './helpers/synced-receipts.ts'

/** Read markers, and the receipts that are sent with them. */
export const readMarkers = [
  defineCase({
    id: 'receipts/marker-in-account-data',
    title: 'A moved read marker arrives with the next /sync and also in an initial /sync',
    verifies: ['markers.fully-read', 'markers.in-sync'],
    caughtBy: ['markers.never-moved', 'markers.ignored'],
    fairness:
      'The marker is an event in the account data of the room, which clients receive when it changes. It may arrive in any later response, and other account data is ignored.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const { next_batch } = await alice.sync()
      const first = await bob.send(room, 'one')
      await alice.setReadMarkers(room, { 'm.fully_read': first })
      await expectMarker(scene, first, next_batch)
      const second = await bob.send(room, 'two')
      await alice.setReadMarkers(room, { 'm.fully_read': second })
      await expectMarker(scene, second, next_batch)
      await expectMarker(scene, second)
    },
  }),

  defineCase({
    id: 'receipts/marker-with-receipt',
    title: 'A read marker that is set together with m.read reads up to that event and shows the receipt to others',
    verifies: ['markers.with-receipt', 'counts.read-clears'],
    caughtBy: ['counts.receipt-ignored', 'counts.receipt-leaves-its-event'],
    fairness:
      'The specification gives m.read next to the marker the same effect as a receipt through its own endpoint, and describes the marker as behind the receipt.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.untilUnread(room, 3)
      await alice.setReadMarkers(room, { 'm.fully_read': first, 'm.read': second })
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second })
      await expectUnread(scene, 1)
      await expectMarker(scene, first)
    },
  }),

  defineCase({
    id: 'receipts/marker-with-private-receipt',
    title:
      'A read marker that is set together with m.read.private reads up to that event and shows no receipt to others',
    verifies: ['markers.with-private-receipt', 'receipts.private-clears', 'receipts.private-hidden'],
    caughtBy: ['counts.private-receipt-ignored'],
    fairness:
      'Since v1.4 m.read.private next to the marker has the same effect as a receipt through its own endpoint, so it is equally hidden. A public receipt for a later event serves as the fence.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      const third = await bob.send(room, 'three')
      const { next_batch } = await bob.sync()
      await alice.untilUnread(room, 3)
      await alice.setReadMarkers(room, { 'm.fully_read': first, 'm.read.private': second })
      await expectUnread(scene, 1)
      await alice.read(room, third)
      const seen = await expectReceiptOf(alice, { by: bob, roomId: room, eventId: third, since: next_batch })
      const hidden = seen.find(({ eventId }) => eventId === second)
      expect(hidden === undefined, `Expected no trace of the private receipt, found ${hidden?.type} for ${second}`)
    },
  }),

  defineCase({
    id: 'receipts/receipt-without-marker',
    title: 'A request to set read markers with m.read but without m.fully_read reads up to that event',
    verifies: ['markers.receipt-alone', 'markers.with-receipt'],
    caughtBy: ['markers.receipt-ignored'],
    fairness:
      'Since v1.4 the schema of the request requires no field. The case waits until the receipt has taken effect before it sends anything else.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.setReadMarkers(room, { 'm.read': second })
      await alice.untilUnread(room, 0)
      await bob.send(room, 'three')
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'receipts/marker-as-receipt',
    title: 'A receipt of the type m.fully_read moves the read marker and is not shown to others',
    verifies: ['markers.by-receipt'],
    caughtBy: ['markers.published'],
    fairness:
      'Since v1.4 the specification says that this type sets the marker and is not part of m.receipt. A public receipt for a later event serves as the fence, and only the event of the marker is looked for.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      const bobs = await bob.sync()
      await alice.read(room, first, { type: 'm.fully_read' })
      await expectMarker(scene, first)
      await alice.read(room, second)
      const later = await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second, since: bobs.next_batch })
      const shown = later.find(({ eventId }) => eventId === first)
      expect(shown === undefined, `Expected no receipt for ${first}, found ${shown?.type}`)
    },
  }),

  defineCase({
    id: 'receipts/marker-is-no-account-data',
    title: 'Writing a read marker as account data is refused, and the marker does not move',
    verifies: ['markers.not-settable'],
    caughtBy: ['markers.settable'],
    fairness:
      'Every version of the specification says that the attempt is rejected, and older ones name no status, so any refusal passes.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.setReadMarkers(room, { 'm.fully_read': first })
      expectRefused('m.fully_read as account data', await writeMarker(scene, second))
      await expectMarker(scene, first)
    },
  }),

  defineCase({
    id: 'receipts/marker-is-no-account-data-status',
    title: 'Writing a read marker as account data is refused with status 405',
    verifies: ['markers.not-settable-status'],
    caughtBy: ['markers.settable', 'markers.refused-with-403'],
    fairness:
      'Since v1.4 status 405 is listed for types that the server controls, with this type as the example. The errcode is not checked.',
    async run({ createScene }) {
      const scene = await createScene()
      const message = await scene.bob.send(scene.room, 'a message')
      expectEqual('the status of the response', await writeMarker(scene, message), 405)
    },
  }),

  defineCase({
    id: 'receipts/marker-is-no-global-account-data',
    title: 'Writing a read marker as global account data is refused with status 405',
    verifies: ['markers.not-settable-globally'],
    caughtBy: ['markers.settable', 'markers.refused-with-403'],
    fairness:
      'Since v1.10 the specification names status 405 and this type, and says that this also applies to global account data. The errcode is not checked.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const body = { event_id: await bob.send(room, 'a message') }
      const path = { userId: alice.userId, type: 'm.fully_read' }
      const response = await alice.client.call('putAccountData', { path, body })
      expectEqual('the status of the response', response.status, 405)
    },
  }),

  defineCase({
    id: 'receipts/marker-and-counts',
    title: 'Whether a read marker without a receipt changes what is unread',
    verifies: ['markers.and-counts'],
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      await bob.send(room, 'one')
      await alice.setReadMarkers(room, { 'm.fully_read': await bob.send(room, 'two') })
      const { notification_count } = await settledCounts(scene)
      return `Of two messages up to the marker, ${notification_count} stay unread`
    },
  }),

  defineCase({
    id: 'receipts/marker-of-another-room',
    title: 'How the target responds to a read marker for an event of another room',
    verifies: ['markers.event-of-another-room'],
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      const elsewhere = await bob.send(other, 'elsewhere')
      const response = await alice.client.call('postReadMarkers', {
        path: { roomId: room },
        body: { 'm.fully_read': elsewhere },
      })
      return `The target responds with ${response.status}`
    },
  }),
]

/** Waits until Alice finds her read marker at this event. */
async function expectMarker({ alice, room }: Scene, eventId: string, since?: string): Promise<void> {
  await alice.expectInSync(
    `the read marker at ${eventId}`,
    (response) => (markerIn(response, room) === eventId ? eventId : undefined),
    since,
  )
}

/** Tries to write Alice's read marker as account data of the room, and returns the status of the response. */
async function writeMarker({ alice, room }: Scene, eventId: string): Promise<number> {
  const path = { userId: alice.userId, roomId: room, type: 'm.fully_read' }
  const response = await alice.client.call('putRoomAccountData', { path, body: { event_id: eventId } })
  return response.status
}

function markerIn(response: SyncResponse, roomId: string): unknown {
  const events = response.rooms?.join?.[roomId]?.account_data?.events ?? []
  return events.find(({ type }) => type === 'm.fully_read')?.content.event_id
}

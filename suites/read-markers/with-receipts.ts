import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { expectUnread } from '../receipts/helpers/expect-unread.ts'
import { expectReceiptOf } from '../receipts/helpers/synced-receipts.ts'
import { expectMarker } from './helpers/expect-marker.ts'

/** Read markers and the receipts that are sent with them. */
export const withReceipts = [
  defineCase({
    id: 'read-markers/with-receipt',
    title: 'A read marker that is set together with m.read reads up to that event and shows the receipt to others',
    verifies: ['read-markers.with-receipt', 'receipts.marks-read'],
    caughtBy: ['receipts.ignored', 'receipts.leaves-its-event-unread'],
    fairness:
      'The specification gives m.read next to the marker the same effect as a receipt through its own endpoint, and describes the marker as behind the receipt.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
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
    id: 'read-markers/with-private-receipt',
    title:
      'A read marker that is set together with m.read.private reads up to that event and shows no receipt to others',
    verifies: ['read-markers.with-private-receipt', 'receipts.private-marks-read', 'receipts.private-hidden'],
    caughtBy: ['receipts.private-ignored'],
    fairness:
      'Since v1.4 m.read.private next to the marker has the same effect as a receipt through its own endpoint, so it is equally hidden. A public receipt for a later event serves as the fence.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
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
    id: 'read-markers/receipt-only',
    title: 'A request to set read markers with m.read but without m.fully_read reads up to that event',
    verifies: ['read-markers.receipt-only', 'read-markers.with-receipt'],
    caughtBy: ['read-markers.receipt-ignored'],
    fairness:
      'Since v1.4 the schema of the request requires no field. The case waits until the receipt has taken effect before it sends anything else.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.setReadMarkers(room, { 'm.read': second })
      await alice.untilRead(room)
      await bob.send(room, 'three')
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'read-markers/set-by-receipt',
    title: 'A receipt of the type m.fully_read moves the read marker and is not shown to others',
    verifies: ['read-markers.set-by-receipt'],
    caughtBy: ['read-markers.shown-as-receipt'],
    fairness:
      'Since v1.4 the specification says that this type sets the marker and is not part of m.receipt. A public receipt for a later event serves as the fence, and only the event of the marker is looked for.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
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
    id: 'read-markers/same-marker-twice-by-receipt',
    title: 'A receipt of the type m.fully_read that is sent a second time is accepted, and the marker stays there',
    verifies: ['read-markers.set-by-receipt'],
    caughtBy: ['read-markers.repeated-refused'],
    fairness: 'No version lists an error for a marker that is at this event already.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const message = await bob.send(room, 'a message')
      for (const _ of ['once', 'and again']) {
        await alice.read(room, message, { type: 'm.fully_read' })
        await expectMarker(scene, message)
      }
    },
  }),
]

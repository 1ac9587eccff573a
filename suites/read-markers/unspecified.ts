import { defineCase } from '../harness/case/case.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { expectMarker, markerIn } from './helpers/expect-marker.ts'

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'read-markers/effect-on-counts',
    title: 'Whether a read marker without a receipt changes what is unread',
    verifies: ['read-markers.effect-on-counts'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      await alice.setReadMarkers(room, { 'm.fully_read': await bob.send(room, 'two') })
      const { notification_count } = await settledCounts(scene)
      return `Of two messages up to the marker, ${notification_count} stay unread`
    },
  }),

  defineCase({
    id: 'read-markers/backwards',
    title: 'Whether a read marker moves to an earlier event',
    verifies: ['read-markers.backwards'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.setReadMarkers(room, { 'm.fully_read': second })
      await expectMarker(scene, second)
      const body = { 'm.fully_read': first }
      const { status } = await alice.client.call('postReadMarkers', { path: { roomId: room }, body })
      const marker = markerIn(await alice.sync(), room)
      const place = marker === first ? 'the earlier event' : marker === second ? 'the later event' : 'neither event'
      return `The target responds with ${status}, and the marker is at ${place}`
    },
  }),

  defineCase({
    id: 'read-markers/event-of-another-room',
    title: 'How the target responds to a read marker for an event of another room',
    verifies: ['read-markers.event-of-another-room'],
    async run({ sharedScene }) {
      const { alice, bob, rooms } = await sharedScene({ read: true, roomCount: 2 })
      const [room = '', other = ''] = rooms
      const elsewhere = await bob.send(other, 'elsewhere')
      const response = await alice.client.call('postReadMarkers', {
        path: { roomId: room },
        body: { 'm.fully_read': elsewhere },
      })
      return `The target responds with ${response.status}`
    },
  }),
]

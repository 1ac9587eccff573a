import { defineCase, type Scene } from '../harness/case/case.ts'
import { expectRefused, expectStatus } from '../harness/case/expect.ts'
import { expectBadJson } from '../harness/case/expect-bad-json.ts'
import type { CheckedResponse } from '../harness/target/client.ts'
import { expectMarker } from './helpers/expect-marker.ts'

/** Reason for refusing account data, as the end of "because …". */
const NOT_WRITABLE = 'clients cannot write m.fully_read as account data'

/** Read markers in the account data of a room. */
export const accountData = [
  defineCase({
    id: 'read-markers/in-account-data',
    title: 'A moved read marker arrives with the next /sync and also in an initial /sync',
    verifies: ['read-markers.in-account-data', 'read-markers.in-sync'],
    caughtBy: ['read-markers.never-moved', 'read-markers.ignored'],
    fairness:
      'The marker is an event in the account data of the room, which clients receive when it changes. It may arrive in any later response, and other account data is ignored.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
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
    id: 'read-markers/same-marker-twice',
    title: 'A read marker that is set to the same event again is accepted, and stays there',
    verifies: ['read-markers.in-account-data'],
    caughtBy: ['read-markers.repeated-refused', 'read-markers.ignored'],
    fairness:
      'No version lists an error for a marker that is at this event already. A target need not send an unchanged marker again; an initial /sync shows where it is.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const message = await bob.send(room, 'a message')
      for (const _ of ['once', 'and again']) {
        await alice.setReadMarkers(room, { 'm.fully_read': message })
        await expectMarker(scene, message)
      }
    },
  }),

  defineCase({
    id: 'read-markers/not-writable',
    title: 'Writing a read marker as account data is refused, and the marker does not move',
    verifies: ['read-markers.not-writable'],
    caughtBy: ['read-markers.writable'],
    fairness:
      'Every version of the specification says that the attempt is rejected, and older ones name no status, so any refusal passes.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.setReadMarkers(room, { 'm.fully_read': first })
      expectRefused('m.fully_read as account data', (await writeMarker(scene, second)).status)
      await expectMarker(scene, first)
    },
  }),

  defineCase({
    id: 'read-markers/not-writable-status',
    title: 'Writing a read marker as account data is refused with status 405',
    verifies: ['read-markers.not-writable-status'],
    caughtBy: ['read-markers.writable', 'read-markers.writing-refused-with-403'],
    fairness:
      'Since v1.4 status 405 is listed for types that the server controls, with this type as the example. The errcode is not checked.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const message = await scene.bob.send(scene.room, 'a message')
      expectStatus(await writeMarker(scene, message), 405, NOT_WRITABLE)
    },
  }),

  defineCase({
    id: 'read-markers/not-writable-globally',
    title: 'Writing a read marker as global account data is refused',
    verifies: ['read-markers.not-writable-globally'],
    caughtBy: ['read-markers.writable'],
    fairness:
      'Every version says that clients cannot set account data of types that the server manages, and names this type, without an exception for global account data. Older ones name no status, so any refusal passes.',
    async run({ sharedScene }) {
      expectRefused(
        'm.fully_read as global account data',
        (await writeGlobalMarker(await sharedScene({ read: true }))).status,
      )
    },
  }),

  defineCase({
    id: 'read-markers/not-writable-globally-status',
    title: 'Writing a read marker as global account data is refused with status 405',
    verifies: ['read-markers.not-writable-globally-status'],
    caughtBy: ['read-markers.writable', 'read-markers.writing-refused-with-403'],
    fairness:
      'Since v1.4 the endpoint for global account data lists status 405 for types that the server controls, with this type as the example. The errcode is not checked.',
    async run({ sharedScene }) {
      expectStatus(await writeGlobalMarker(await sharedScene({ read: true })), 405, NOT_WRITABLE)
    },
  }),

  defineCase({
    id: 'read-markers/not-writable-errcode',
    title: 'Writing a read marker as account data is refused with the errcode M_BAD_JSON',
    verifies: ['read-markers.not-writable-errcode'],
    caughtBy: ['read-markers.writing-refused-with-another-errcode'],
    fairness:
      'Since v1.4 the description of status 405 names this errcode for types that the server controls, outside of its example. The case is skipped if the response has another status, which another case judges.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      expectBadJson(await writeMarker(scene, await scene.bob.send(scene.room, 'a message')), 'm.fully_read')
    },
  }),
]

/** Tries to write Alice's read marker as global account data, and returns the response. */
async function writeGlobalMarker({ alice, bob, room }: Scene): Promise<CheckedResponse> {
  const path = { userId: alice.userId, type: 'm.fully_read' }
  return await alice.client.call('putAccountData', { path, body: { event_id: await bob.send(room, 'a message') } })
}

/** Tries to write Alice's read marker as account data of the room, and returns the response. */
async function writeMarker({ alice, room }: Scene, eventId: string): Promise<CheckedResponse> {
  const path = { userId: alice.userId, roomId: room, type: 'm.fully_read' }
  return await alice.client.call('putRoomAccountData', { path, body: { event_id: eventId } })
}

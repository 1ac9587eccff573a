import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectAwakening } from '../harness/users/waiting-sync.ts'

const FAIR_TO_WAIT =
  'The specification says that /sync returns early when there is something new. A response without the change may arrive at any time, and is followed by another request. The case is skipped if users cannot sign in with a password.'

/** Account data of a room that changes while a client waits in /sync. */
export const waitingSync = [
  defineCase({
    id: 'read-markers/wakes-waiting-sync',
    title: 'A /sync that waits for something new returns when another device moves the read marker',
    verifies: ['read-markers.wakes-waiting-sync'],
    caughtBy: ['read-markers.waiting-sync-not-woken'],
    fairness: FAIR_TO_WAIT,
    async run({ sharedScene, anonymousClient }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const other = await alice.signIn(anonymousClient())
      const message = await bob.send(room, 'a message')
      await expectAwakening(alice, {
        what: 'the new read marker',
        change: () => other.setReadMarkers(room, { 'm.fully_read': message }),
        isIn: (response) => accountData(response, room, 'm.fully_read')?.event_id === message,
      })
    },
  }),

  defineCase({
    id: 'read-markers/marked-unread-wakes-waiting-sync',
    title: 'A /sync that waits for something new returns when another device marks a room as unread',
    verifies: ['read-markers.wakes-waiting-sync'],
    since: 'v1.12',
    caughtBy: ['read-markers.waiting-sync-not-woken-by-marked-unread'],
    fairness: FAIR_TO_WAIT,
    async run({ sharedScene, anonymousClient }) {
      const { alice, room } = await sharedScene({ read: true })
      const other = await alice.signIn(anonymousClient())
      const path = { userId: alice.userId, roomId: room, type: 'm.marked_unread' }
      await expectAwakening(alice, {
        what: 'that the room is marked as unread',
        change: () => other.client.ok('putRoomAccountData', { path, body: { unread: true } }),
        isIn: (response) => accountData(response, room, 'm.marked_unread')?.unread === true,
      })
    },
  }),
]

/** Returns the content of account data of a room in a response; undefined if it is not there. */
function accountData(response: SyncResponse, roomId: string, type: string): Record<string, unknown> | undefined {
  const events = response.rooms?.join?.[roomId]?.account_data?.events ?? []
  return events.findLast((event) => event.type === type)?.content
}

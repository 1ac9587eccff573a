import type { Scene } from '../../harness/case/case.ts'
import { readAll } from '../../harness/users/counting.ts'

/**
 * Makes Alice read everything in these rooms of Bob's and hers, and in any other room that the target has put her into,
 * so that only messages from now on are unread.
 */
export async function readEverything(scene: Scene, rooms: readonly string[] = [scene.room]): Promise<void> {
  const { alice, bob, pusher } = scene
  for (const room of rooms) await readAll({ alice, bob, room, pusher })
  const { join = {}, invite = {} } = (await alice.latest()).rooms ?? {}
  for (const [roomId, { timeline }] of Object.entries(join)) {
    const last = timeline?.events?.at(-1)?.event_id
    if (!rooms.includes(roomId) && last !== undefined) await alice.read(roomId, last)
  }
  // A target may not allow an invitation to be rejected
  for (const roomId of Object.keys(invite)) await alice.client.call('leaveRoom', { path: { roomId }, body: {} })
}

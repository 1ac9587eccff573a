import type { Scene } from '../harness/case/case.ts'
import { readAll } from '../harness/users/counting.ts'

/**
 * Has Alice read everything in these rooms of Bob's and hers, and in whatever other rooms the target may have put her
 * into, so that the unread messages over all of her rooms are those to come.
 */
export async function readEverything(scene: Scene, rooms: readonly string[] = [scene.room]): Promise<void> {
  const { alice, bob, pusher } = scene
  for (const room of rooms) await readAll({ alice, bob, room, pusher })
  const { join = {}, invite = {} } = (await alice.sync()).rooms ?? {}
  for (const [roomId, { timeline }] of Object.entries(join)) {
    const last = timeline?.events?.at(-1)?.event_id
    if (!rooms.includes(roomId) && last !== undefined) await alice.read(roomId, last)
  }
  // Where an invitation may not be refused, that is the target's affair
  for (const roomId of Object.keys(invite)) await alice.client.call('leaveRoom', { path: { roomId }, body: {} })
}

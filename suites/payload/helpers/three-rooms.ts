import type { Scene } from '../../harness/case/case.ts'
import { readEverything } from './read-everything.ts'

/** Returns three rooms of Alice and Bob in which Alice has read everything. */
export async function threeRooms(scene: Scene): Promise<[string, string, string]> {
  const { alice, bob, room } = scene
  const others = [await bob.createRoom({ invite: [alice] }), await bob.createRoom({ invite: [alice] })] as const
  for (const other of others) await alice.join(other)
  await readEverything(scene, [room, ...others])
  return [room, ...others]
}

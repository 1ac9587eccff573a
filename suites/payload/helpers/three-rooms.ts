import type { Scene } from '../../harness/case/case.ts'
import { readEverything } from './read-everything.ts'

/** Returns the three rooms of a scene, in which Alice has read everything. */
export async function threeRooms(scene: Scene): Promise<[string, string, string]> {
  const [one = '', two = '', three = ''] = scene.rooms
  await readEverything(scene, [one, two, three])
  return [one, two, three]
}

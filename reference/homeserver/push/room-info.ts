import type { PowerLevelsContent } from '../../../spec/index.ts'
import { roomPower } from '../rooms/power-levels.ts'
import type { Membership } from '../storage/memberships.ts'
import type { Store } from '../storage/store.ts'

/** What push needs to know about a room, as it stands just after an event. */
export interface RoomInfo {
  room_id: string
  version: string
  creators: string[]
  /** Everyone who has or had a membership, whatever it is now */
  members: Membership[]
  /** How many of them are joined */
  joinedCount: number
  powerLevels?: PowerLevelsContent
  /** From `m.room.name`; absent when the room has none */
  name?: string
  /** From `m.room.canonical_alias`; absent when the room has none */
  alias?: string
}

export function roomInfo(store: Store, roomId: string): RoomInfo {
  const { powerLevels, creators } = roomPower(store, roomId)
  const name = store.events.state(roomId, 'm.room.name')?.content.name
  const alias = store.events.state(roomId, 'm.room.canonical_alias')?.content.alias
  const members = store.memberships.ofRoom(roomId)
  return {
    room_id: roomId,
    version: store.rooms.version(roomId) ?? '',
    creators,
    members,
    joinedCount: members.filter((member) => member.membership === 'join').length,
    ...(powerLevels === undefined ? {} : { powerLevels }),
    ...(isName(name) ? { name } : {}),
    ...(isName(alias) ? { alias } : {}),
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

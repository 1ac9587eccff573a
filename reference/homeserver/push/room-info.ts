import type { PowerLevelsContent } from '../../../spec/index.ts'
import { roomPower } from '../rooms/power-levels.ts'
import type { Membership } from '../storage/memberships.ts'
import type { Store } from '../storage/store.ts'

/** State of a room just after an event, as far as push depends on it. */
export interface RoomInfo {
  room_id: string
  version: string
  creators: string[]
  /** Current and former members, invited and banned users */
  members: Membership[]
  /** Number of joined members */
  joinedCount: number
  powerLevels?: PowerLevelsContent
  /** Name in `m.room.name`; absent if there is none */
  name?: string
  /** Alias in `m.room.canonical_alias`; absent if there is none */
  alias?: string
}

/** Returns the current state of a room. */
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

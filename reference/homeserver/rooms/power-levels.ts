import type { PowerLevelsContent } from '../../../spec/index.ts'
import { isObject, STRINGS } from '../body.ts'
import type { Store } from '../storage/store.ts'
import { hasCreatorPower } from './room-versions.ts'

/** Who may do what in a room, as it stands now. */
export interface RoomPower {
  /** The content of `m.room.power_levels`; absent when the room has no such event */
  powerLevels?: PowerLevelsContent
  creators: string[]
  levelOf(userId: string): number
  /** The level that sending an event of this type takes */
  levelToSend(type: string, isState: boolean): number
  levelTo(action: 'invite' | 'kick' | 'ban' | 'redact'): number
}

const ACTION_DEFAULTS = { invite: 0, kick: 50, ban: 50, redact: 50 }

/** @see https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels */
export function roomPower(store: Store, roomId: string): RoomPower {
  const version = store.rooms.version(roomId) ?? ''
  const create = store.events.state(roomId, 'm.room.create')
  const additional = create?.content.additional_creators
  const creators = create === undefined ? [] : [create.sender]
  if (hasCreatorPower(version) && STRINGS.test(additional)) creators.push(...additional)
  const powerLevels: PowerLevelsContent | undefined = store.events.state(roomId, 'm.room.power_levels')?.content

  return {
    ...(powerLevels === undefined ? {} : { powerLevels }),
    creators,
    levelOf(userId) {
      const isCreator = creators.includes(userId)
      if (isCreator && hasCreatorPower(version)) return Number.POSITIVE_INFINITY
      if (powerLevels === undefined) return isCreator ? 100 : 0
      return level(entry(powerLevels.users, userId), level(powerLevels.users_default, 0))
    },
    levelToSend(type, isState) {
      if (powerLevels === undefined) return 0
      const usual = isState ? level(powerLevels.state_default, 50) : level(powerLevels.events_default, 0)
      return level(entry(powerLevels.events, type), usual)
    },
    levelTo: (action) => level(powerLevels?.[action], ACTION_DEFAULTS[action]),
  }
}

function entry(levels: unknown, key: string): unknown {
  return isObject(levels) && Object.hasOwn(levels, key) ? levels[key] : undefined
}

function level(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

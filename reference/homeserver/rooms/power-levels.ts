import type { PowerLevelsContent } from '../../../spec/index.ts'
import { isObject, STRINGS } from '../body.ts'
import type { Store } from '../storage/store.ts'
import { hasCreatorPower } from './room-versions.ts'

/** Current power levels of a room. */
export interface RoomPower {
  /** Content of `m.room.power_levels`; absent if the room has no such event */
  powerLevels?: PowerLevelsContent
  /** Creator of the room, with the additional creators from room version 12 on */
  creators: string[]
  /** Returns the level of a user; infinite for creators from room version 12 on. */
  levelOf(userId: string): number
  /** Returns the level required to send an event of this type. */
  levelToSend(type: string, isState: boolean): number
  /** Returns the level required for an action on other users or their events. */
  levelTo(action: 'invite' | 'kick' | 'ban' | 'redact'): number
}

const ACTION_DEFAULTS = { invite: 0, kick: 50, ban: 50, redact: 50 }

/**
 * Returns the current power levels of a room.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
 */
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
      const defaultLevel = isState ? level(powerLevels.state_default, 50) : level(powerLevels.events_default, 0)
      return level(entry(powerLevels.events, type), defaultLevel)
    },
    levelTo: (action) => level(powerLevels?.[action], ACTION_DEFAULTS[action]),
  }
}

function entry(levels: unknown, key: string): unknown {
  return isObject(levels) && Object.hasOwn(levels, key) ? levels[key] : undefined
}

function level(value: unknown, defaultLevel: number): number {
  return typeof value === 'number' ? value : defaultLevel
}

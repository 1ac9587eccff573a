import { property } from './json.ts'
import type { RoomContext } from './types.ts'

/** Level of the creators if the room has no `m.room.power_levels` event. */
const CREATOR_LEVEL = 100

/**
 * Level that is required to notify if the event names none. The specification defines it for `room`; other keys, which
 * it does not mention, have the same.
 */
const NOTIFICATION_LEVEL = 50

/**
 * Returns the power level of a user in a room. Since room version 12 creators have infinite power.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
 */
export function userLevel(userId: string, room: RoomContext): number {
  const isCreator = room.creators?.includes(userId) ?? false
  if (isCreator && versionNumber(room) >= 12) return Number.POSITIVE_INFINITY
  if (room.powerLevels === undefined) return isCreator ? CREATOR_LEVEL : 0
  const own = property(property(room.powerLevels, 'users'), userId)
  return integer(own, room) ?? integer(property(room.powerLevels, 'users_default'), room) ?? 0
}

/**
 * Returns the power level that is required to notify with `key`, such as `room`.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
 */
export function notificationLevel(key: string, room: RoomContext): number {
  return integer(property(property(room.powerLevels, 'notifications'), key), room) ?? NOTIFICATION_LEVEL
}

/** Reads a level. In rooms of the versions 1 to 9 it can be a string, with spaces around it. */
function integer(value: unknown, room: RoomContext): number | undefined {
  if (Number.isSafeInteger(value)) return value as number
  const isTolerated = typeof value === 'string' && versionNumber(room) <= 9 && /^\s*[+-]?[0-9]+\s*$/.test(value)
  return isTolerated ? Number(value) : undefined
}

/** Returns the number of a room version. Other versions are experimental, and count as newer than all numbers. */
function versionNumber({ roomVersion = '1' }: RoomContext): number {
  return /^[0-9]+$/.test(roomVersion) ? Number(roomVersion) : Number.POSITIVE_INFINITY
}

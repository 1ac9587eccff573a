import { property } from './json.ts'
import type { RoomContext } from './types.ts'

/** The level of the first creator where no `m.room.power_levels` event says other. */
const CREATOR_LEVEL = 100

/**
 * The level to notify by where the event names none. The specification gives it for `room`; other keys are not
 * spoken of, and get the same.
 */
const NOTIFICATION_LEVEL = 50

/**
 * The power level of a user in a room. Creators have infinite power since room version 12.
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
 * The power level that a user must have to notify in the way that `key` names.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
 */
export function notificationLevel(key: string, room: RoomContext): number {
  return integer(property(property(room.powerLevels, 'notifications'), key), room) ?? NOTIFICATION_LEVEL
}

/** Rooms of the versions 1 to 9 may hold levels as strings, with spaces around them. */
function integer(value: unknown, room: RoomContext): number | undefined {
  if (Number.isSafeInteger(value)) return value as number
  const isTolerated = typeof value === 'string' && versionNumber(room) <= 9 && /^\s*[+-]?[0-9]+\s*$/.test(value)
  return isTolerated ? Number(value) : undefined
}

/** Versions that are no numbers are experiments, and newer than those that are. */
function versionNumber({ roomVersion = '1' }: RoomContext): number {
  return /^[0-9]+$/.test(roomVersion) ? Number(roomVersion) : Number.POSITIVE_INFINITY
}

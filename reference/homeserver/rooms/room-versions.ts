import { quote } from '../body.ts'
import { RequestError } from '../errors.ts'
import { randomId } from '../ids.ts'

/** Versions that rooms can be created with. */
export const ROOM_VERSIONS = ['10', '11', '12'] as const

/** Version of new rooms, unless the request names one. */
export const DEFAULT_ROOM_VERSION = '11'

/** Reports whether creators have infinite power and are not listed in the power levels. */
export function hasCreatorPower(version: string): boolean {
  return Number(version) >= 12
}

/**
 * Checks that rooms of this version can be created.
 *
 * @throws {RequestError} with M_UNSUPPORTED_ROOM_VERSION when they cannot
 */
export function assertRoomVersion(version: string): void {
  if ((ROOM_VERSIONS as readonly string[]).includes(version)) return
  const message = `Room version: expected one of ${ROOM_VERSIONS.join(', ')}, found ${quote(version)}`
  throw new RequestError(400, 'M_UNSUPPORTED_ROOM_VERSION', message)
}

/** Returns an ID for a new room. From version 12 on it does not contain the server name. */
export function newRoomId(version: string, serverName: string): string {
  return hasCreatorPower(version) ? `!${randomId(32)}` : `!${randomId(14)}:${serverName}`
}

import { quote } from '../body.ts'
import { RequestError } from '../errors.ts'
import { randomId } from '../ids.ts'

/** The room versions that rooms can be created with; 12 is the first whose creators stand above all power levels. */
export const ROOM_VERSIONS = ['10', '11', '12'] as const

/** The version of rooms whose creator asks for none. */
export const DEFAULT_ROOM_VERSION = '11'

/** Whether creators stand above all power levels and are not listed among them. */
export function hasCreatorPower(version: string): boolean {
  return Number(version) >= 12
}

/** Throws M_UNSUPPORTED_ROOM_VERSION unless rooms of this version can be created. */
export function assertRoomVersion(version: string): void {
  if ((ROOM_VERSIONS as readonly string[]).includes(version)) return
  const message = `The room version is ${quote(version)}; this server has ${ROOM_VERSIONS.join(', ')}`
  throw new RequestError(400, 'M_UNSUPPORTED_ROOM_VERSION', message)
}

/** An ID for a new room; from version 12 on it names no server. */
export function newRoomId(version: string, serverName: string): string {
  return hasCreatorPower(version) ? `!${randomId(32)}` : `!${randomId(14)}:${serverName}`
}

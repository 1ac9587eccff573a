/** The room versions that rooms can be created with; 12 is the first whose creators stand above all power levels. */
export const ROOM_VERSIONS = ['10', '11', '12'] as const

/** The version of rooms whose creator asks for none. */
export const DEFAULT_ROOM_VERSION = '11'

/** Whether creators stand above all power levels and are not listed among them. */
export function hasCreatorPower(version: string): boolean {
  return Number(version) >= 12
}

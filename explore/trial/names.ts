import type { NameNumber, RoomName, UserName } from '../history.ts'

/**
 * Display names, none of which is a part of a user ID, or of another word of a history. The third one of each user is a
 * pattern that matches the first one, for targets that take names for patterns.
 */
const DISPLAY_NAMES: Record<UserName, readonly [string, string, string]> = {
  alice: ['Amber', 'Anise', 'Am?er'],
  bob: ['Basil', 'Birch', 'Ba*l'],
  carol: ['Clover', 'Cedar', 'Clo?er'],
}

/** Returns a display name that a user can have. */
export function nameOf(user: UserName, number: NameNumber): string {
  return DISPLAY_NAMES[user][number]
}

/** Returns the name of a room after a number of changes. */
export function nameOfRoom(room: RoomName, changes: number): string {
  return `Name ${changes} of ${room}`
}

import type { Database } from '../../storage/database.ts'

/** Rooms that users left and have forgotten. */
export type ForgottenRoomStore = ReturnType<typeof forgottenRoomStore>

export function forgottenRoomStore(db: Database) {
  const insert = db.prepare('INSERT OR IGNORE INTO forgotten_rooms (user_id, room_id) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM forgotten_rooms WHERE user_id = ? AND room_id = ?')
  const find = db.prepare<{ found: number }>('SELECT 1 AS found FROM forgotten_rooms WHERE user_id = ? AND room_id = ?')
  return {
    add: (userId: string, roomId: string) => insert.run(userId, roomId),
    remove: (userId: string, roomId: string) => remove.run(userId, roomId),
    has: (userId: string, roomId: string) => find.get(userId, roomId) !== undefined,
  }
}

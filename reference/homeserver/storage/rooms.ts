import type { Database } from '../../storage/database.ts'

/** Rooms and their aliases. */
export type RoomStore = ReturnType<typeof roomStore>

export function roomStore(db: Database) {
  const insert = db.prepare('INSERT INTO rooms (room_id, version) VALUES (?, ?)')
  const version = db.prepare<{ version: string }>('SELECT version FROM rooms WHERE room_id = ?')
  const insertAlias = db.prepare('INSERT INTO aliases (alias, room_id) VALUES (?, ?)')
  const findAlias = db.prepare<{ room_id: string }>('SELECT room_id FROM aliases WHERE alias = ?')
  return {
    add: (roomId: string, roomVersion: string) => insert.run(roomId, roomVersion),
    /** Returns the version of a room; `undefined` if the room is unknown. */
    version: (roomId: string) => version.get(roomId)?.version,
    addAlias: (alias: string, roomId: string) => insertAlias.run(alias, roomId),
    findAlias: (alias: string) => findAlias.get(alias)?.room_id,
  }
}

import type { Database } from '../../storage/database.ts'

/** Aliases of rooms in the directory. */
export type AliasStore = ReturnType<typeof aliasStore>

export function aliasStore(db: Database) {
  const ofRoom = db.prepare<{ alias: string }>('SELECT alias FROM aliases WHERE room_id = ? ORDER BY alias')
  const remove = db.prepare('DELETE FROM aliases WHERE alias = ?')
  const move = db.prepare('UPDATE aliases SET room_id = ? WHERE room_id = ?')
  return {
    ofRoom: (roomId: string) => ofRoom.all(roomId).map((row) => row.alias),
    remove: (alias: string) => remove.run(alias),
    /** Moves every alias of one room to another. */
    move: (from: string, to: string) => move.run(to, from),
  }
}

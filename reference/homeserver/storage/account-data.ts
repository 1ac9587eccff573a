import type { Database } from '../../storage/database.ts'

/** Account-data event. */
export interface AccountData {
  room_id: string
  type: string
  content: Record<string, unknown>
}

type Row = Omit<AccountData, 'content'> & { content: string }

/** Account data of users: global if the room ID is empty, else for one room. */
export type AccountDataStore = ReturnType<typeof accountDataStore>

export function accountDataStore(db: Database) {
  const put = db.prepare(
    `INSERT INTO account_data (user_id, room_id, type, content, position) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id, room_id, type) DO UPDATE SET content = excluded.content, position = excluded.position`,
  )
  const find = db.prepare<Row>('SELECT * FROM account_data WHERE user_id = ? AND room_id = ? AND type = ?')
  const changed = db.prepare<Row>('SELECT * FROM account_data WHERE user_id = ? AND position > ? ORDER BY position')
  return {
    put: (userId: string, data: AccountData, position: number) =>
      put.run(userId, data.room_id, data.type, JSON.stringify(data.content), position),
    find(userId: string, roomId: string, type: string): AccountData['content'] | undefined {
      const row = find.get(userId, roomId, type)
      return row === undefined ? undefined : JSON.parse(row.content)
    },
    changed: (userId: string, after: number): AccountData[] =>
      changed.all(userId, after).map(({ room_id, type, content }) => ({ room_id, type, content: JSON.parse(content) })),
  }
}

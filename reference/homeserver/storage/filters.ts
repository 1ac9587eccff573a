import type { Database } from '../../storage/database.ts'

/** Filters for `/sync`, stored by their users. */
export type FilterStore = ReturnType<typeof filterStore>

export function filterStore(db: Database) {
  const insert = db.prepare<{ filter_id: number }>(
    'INSERT INTO filters (user_id, content) VALUES (?, ?) RETURNING filter_id',
  )
  const find = db.prepare<{ content: string }>('SELECT content FROM filters WHERE user_id = ? AND filter_id = ?')
  return {
    add: (userId: string, filter: object) => String(insert.get(userId, JSON.stringify(filter))?.filter_id),
    find(userId: string, filterId: string): Record<string, unknown> | undefined {
      const row = find.get(userId, filterId)
      return row === undefined ? undefined : JSON.parse(row.content)
    },
  }
}

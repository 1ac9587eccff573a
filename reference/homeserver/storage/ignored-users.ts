import type { Database } from '../../storage/database.ts'

/** Ignored users of each user, from the account data of type `m.ignored_user_list`. */
export type IgnoredUserStore = ReturnType<typeof ignoredUserStore>

export function ignoredUserStore(db: Database) {
  const clear = db.prepare('DELETE FROM ignored_users WHERE user_id = ?')
  const insert = db.prepare('INSERT INTO ignored_users (user_id, ignored_user_id) VALUES (?, ?)')
  const by = db.prepare<{ ignored_user_id: string }>('SELECT ignored_user_id FROM ignored_users WHERE user_id = ?')
  const of = db.prepare<{ user_id: string }>('SELECT user_id FROM ignored_users WHERE ignored_user_id = ?')
  return {
    /** Replaces the list of a user. */
    replace(userId: string, ignored: Iterable<string>) {
      clear.run(userId)
      for (const ignoredUserId of new Set(ignored)) insert.run(userId, ignoredUserId)
    },
    /** Returns the users that this one ignores. */
    ignoredBy: (userId: string) => new Set(by.all(userId).map((row) => row.ignored_user_id)),
    /** Returns the users who ignore this one. */
    ignoring: (userId: string) => new Set(of.all(userId).map((row) => row.user_id)),
  }
}

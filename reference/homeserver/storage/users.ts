import type { Database } from '../../storage/database.ts'

/** User account of this server. */
export interface StoredUser {
  user_id: string
  password_hash: string
  display_name: string | null
  avatar_url: string | null
  /** Position of the newest change to the user's push rules */
  push_rules_position: number
}

/** User accounts. */
export type UserStore = ReturnType<typeof userStore>

export function userStore(db: Database) {
  const find = db.prepare<StoredUser>('SELECT * FROM users WHERE user_id = ?')
  const insert = db.prepare('INSERT INTO users (user_id, password_hash, push_rules_position) VALUES (?, ?, ?)')
  const setPassword = db.prepare('UPDATE users SET password_hash = ? WHERE user_id = ?')
  const setDisplayName = db.prepare('UPDATE users SET display_name = ? WHERE user_id = ?')
  const setAvatarUrl = db.prepare('UPDATE users SET avatar_url = ? WHERE user_id = ?')
  const setPushRulesPosition = db.prepare('UPDATE users SET push_rules_position = ? WHERE user_id = ?')
  const newest = db.prepare<StoredUser>('SELECT * FROM users ORDER BY rowid DESC LIMIT ?')
  const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM users')
  return {
    newest: (max: number) => newest.all(max),
    count: () => count.get()?.count ?? 0,
    find: (userId: string) => find.get(userId),
    add: (userId: string, passwordHash: string, position: number) => insert.run(userId, passwordHash, position),
    setPassword: (userId: string, passwordHash: string) => setPassword.run(passwordHash, userId),
    setDisplayName: (userId: string, name: string | null) => setDisplayName.run(name, userId),
    setAvatarUrl: (userId: string, url: string | null) => setAvatarUrl.run(url, userId),
    setPushRulesPosition: (userId: string, position: number) => setPushRulesPosition.run(position, userId),
  }
}

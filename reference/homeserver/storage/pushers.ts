import type { PusherData } from '../../../spec/index.ts'
import type { Database } from '../../storage/database.ts'

/** Pusher as it is stored. */
export interface StoredPusher {
  id: number
  user_id: string
  /** Device whose access token set the pusher */
  device_id: string
  app_id: string
  pushkey: string
  /** Time at which the pusher was last set, in Unix seconds */
  pushkey_ts: number
  kind: string
  app_display_name: string
  device_display_name: string
  lang: string
  profile_tag: string | null
  data: PusherData
}

/** Pusher that is not stored yet. */
export type NewPusher = Omit<StoredPusher, 'id'>

type Row = Omit<StoredPusher, 'data'> & { data: string }

/** Pushers of all users. */
export type PusherStore = ReturnType<typeof pusherStore>

export function pusherStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO pushers (user_id, device_id, app_id, pushkey, pushkey_ts, kind, app_display_name,
       device_display_name, lang, profile_tag, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE pushers SET user_id = ?, device_id = ?, app_id = ?, pushkey = ?, pushkey_ts = ?, kind = ?,
       app_display_name = ?, device_display_name = ?, lang = ?, profile_tag = ?, data = ? WHERE id = ?`,
  )
  const find = db.prepare<Row>('SELECT * FROM pushers WHERE id = ?')
  const ofUser = db.prepare<Row>('SELECT * FROM pushers WHERE user_id = ? ORDER BY id')
  const ofUsers = db.prepare<Row>(
    `SELECT pushers.* FROM json_each(?) AS users CROSS JOIN pushers ON pushers.user_id = users.value
     ORDER BY pushers.id`,
  )
  const ofPushkey = db.prepare<Row>('SELECT * FROM pushers WHERE pushkey = ? ORDER BY id')
  const all = db.prepare<Row>('SELECT * FROM pushers ORDER BY id')
  const remove = db.prepare('DELETE FROM pushers WHERE id = ?')
  return {
    add: (pusher: NewPusher) => insert.run(...columns(pusher)),
    update: (id: number, pusher: NewPusher) => update.run(...columns(pusher), id),
    find(id: number): StoredPusher | undefined {
      const row = find.get(id)
      return row === undefined ? undefined : toPusher(row)
    },
    ofUser: (userId: string) => ofUser.all(userId).map(toPusher),
    /** Returns the pushers of many users, by user. */
    ofUsers: (userIds: readonly string[]) =>
      Map.groupBy(ofUsers.all(JSON.stringify(userIds)).map(toPusher), (pusher) => pusher.user_id),
    ofPushkey: (pushkey: string) => ofPushkey.all(pushkey).map(toPusher),
    all: () => all.all().map(toPusher),
    remove: (id: number) => remove.run(id),
  }
}

function columns(pusher: NewPusher) {
  return [
    pusher.user_id,
    pusher.device_id,
    pusher.app_id,
    pusher.pushkey,
    pusher.pushkey_ts,
    pusher.kind,
    pusher.app_display_name,
    pusher.device_display_name,
    pusher.lang,
    pusher.profile_tag,
    JSON.stringify(pusher.data),
  ]
}

function toPusher(row: Row): StoredPusher {
  return { ...row, data: JSON.parse(row.data) }
}

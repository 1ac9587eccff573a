import type { Database } from '../../storage/database.ts'

/** Device that is logged in. Only the hash of its access token is stored. */
export interface StoredDevice {
  user_id: string
  device_id: string
  display_name: string | null
  token_hash: string
}

/** Logged-in devices. */
export type DeviceStore = ReturnType<typeof deviceStore>

export function deviceStore(db: Database) {
  const findByToken = db.prepare<StoredDevice>('SELECT * FROM devices WHERE token_hash = ?')
  const ofUser = db.prepare<StoredDevice>('SELECT * FROM devices WHERE user_id = ?')
  const upsert = db.prepare(
    `INSERT INTO devices (user_id, device_id, display_name, token_hash) VALUES (?, ?, ?, ?)
     ON CONFLICT (user_id, device_id) DO UPDATE SET token_hash = excluded.token_hash`,
  )
  const remove = db.prepare('DELETE FROM devices WHERE user_id = ? AND device_id = ?')
  return {
    findByToken: (tokenHash: string) => findByToken.get(tokenHash),
    ofUser: (userId: string) => ofUser.all(userId),
    /** Adds the device, or gives the one with this ID a new token. */
    put: (device: StoredDevice) => upsert.run(device.user_id, device.device_id, device.display_name, device.token_hash),
    remove: (userId: string, deviceId: string) => remove.run(userId, deviceId),
  }
}

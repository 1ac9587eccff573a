import type { Database } from '../../storage/database.ts'

/** A device that is logged in; its access token is known by hash alone. */
export interface Device {
  user_id: string
  device_id: string
  display_name: string | null
  token_hash: string
}

/** The logged-in devices. */
export type DeviceStore = ReturnType<typeof deviceStore>

export function deviceStore(db: Database) {
  const findByToken = db.prepare<Device>('SELECT * FROM devices WHERE token_hash = ?')
  const ofUser = db.prepare<Device>('SELECT * FROM devices WHERE user_id = ?')
  const upsert = db.prepare(
    `INSERT INTO devices (user_id, device_id, display_name, token_hash) VALUES (?, ?, ?, ?)
     ON CONFLICT (user_id, device_id) DO UPDATE SET token_hash = excluded.token_hash`,
  )
  const remove = db.prepare('DELETE FROM devices WHERE user_id = ? AND device_id = ?')
  return {
    findByToken: (tokenHash: string) => findByToken.get(tokenHash),
    ofUser: (userId: string) => ofUser.all(userId),
    /** Adds the device, or gives the one with this ID a new token. */
    put: (device: Device) => upsert.run(device.user_id, device.device_id, device.display_name, device.token_hash),
    remove: (userId: string, deviceId: string) => remove.run(userId, deviceId),
  }
}

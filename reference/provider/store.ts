import { type Database, openDatabase, type Schema } from '../storage/database.ts'
import type { DeviceState, Registration } from './devices/device.ts'
import { MAX_PUSHES, type ReceivedPush, type StoredPushes } from './devices/inbox.ts'

/** Tables of a provider. `value`, `registration`, `failure` and `push` hold JSON; times are in Unix milliseconds. */
const SCHEMA: Schema = {
  // The letters "PlxD", for devices
  applicationId: 0x506c7844,
  version: 1,
  sql: `
CREATE TABLE kept (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  registration TEXT NOT NULL,
  failure TEXT,
  gone_since INTEGER
) STRICT;

-- Addresses of removed devices
CREATE TABLE removed_addresses (
  address TEXT PRIMARY KEY,
  gone_since INTEGER NOT NULL
) STRICT;

CREATE TABLE pushes (
  device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
  n INTEGER NOT NULL,
  push TEXT NOT NULL,
  PRIMARY KEY (device_id, n)
) STRICT, WITHOUT ROWID;
`,
}

/** Device of an earlier run of the provider. */
export interface StoredDevice {
  registration: Registration
  state: DeviceState
}

/** Storage of a provider: its keys, its devices, and the pushes that they received. */
export interface ProviderStore {
  /** Returns the value stored under a name; `undefined` if there is none. */
  get(name: string): unknown
  set(name: string, value: object): void

  /** Returns all devices, in the order of their creation. */
  devices(): StoredDevice[]
  addDevice(registration: Registration): void

  /** Replaces the state of a device. */
  changeDevice(deviceId: string, state: DeviceState): void

  /** Deletes a device and its pushes, and adds its address to the removed ones. */
  removeDevice(deviceId: string, address: string, unregisteredAt: number): void

  /** Returns the addresses of removed devices, in the order of their removal. */
  removedAddresses(): { address: string; unregisteredAt: number }[]
  forgetAddress(address: string): void
  pushesOf(deviceId: string): StoredPushes
  close(): void
}

/**
 * Opens the store of a provider.
 *
 * @param file path of the SQLite file, created if it does not exist; `:memory:` stores nothing on disk
 * @throws {DataFileError} when the file cannot be used
 */
export function openProviderStore(file: string): ProviderStore {
  const db = openDatabase(file, SCHEMA)
  const get = db.prepare<{ value: string }>('SELECT value FROM kept WHERE name = ?')
  const set = db.prepare('INSERT INTO kept (name, value) VALUES (?, ?)')
  const devices = db.prepare<{ registration: string; failure: string | null; gone_since: number | null }>(
    'SELECT registration, failure, gone_since FROM devices ORDER BY rowid',
  )
  const add = db.prepare('INSERT INTO devices (id, registration) VALUES (?, ?)')
  const change = db.prepare('UPDATE devices SET failure = ?, gone_since = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM devices WHERE id = ?')
  const addRemoved = db.prepare('INSERT OR REPLACE INTO removed_addresses (address, gone_since) VALUES (?, ?)')
  const removed = db.prepare<{ address: string; unregisteredAt: number }>(
    'SELECT address, gone_since AS unregisteredAt FROM removed_addresses ORDER BY rowid',
  )
  const forget = db.prepare('DELETE FROM removed_addresses WHERE address = ?')
  return {
    get(name) {
      const row = get.get(name)
      return row === undefined ? undefined : JSON.parse(row.value)
    },
    set: (name, value) => set.run(name, JSON.stringify(value)),
    devices: () =>
      devices.all().map(({ registration, failure, gone_since: unregisteredAt }) => ({
        registration: JSON.parse(registration),
        state: {
          ...(failure === null ? {} : { failure: JSON.parse(failure) }),
          ...(unregisteredAt === null ? {} : { unregisteredAt }),
        },
      })),
    addDevice: (registration) => add.run(registration.id, JSON.stringify(registration)),
    changeDevice: (deviceId, { failure, unregisteredAt = null }) =>
      change.run(failure === undefined ? null : JSON.stringify(failure), unregisteredAt, deviceId),
    removeDevice: (deviceId, address, unregisteredAt) =>
      db.transaction(() => {
        remove.run(deviceId)
        addRemoved.run(address, unregisteredAt)
      }),
    removedAddresses: () => removed.all(),
    forgetAddress: (address) => forget.run(address),
    pushesOf: pushesIn(db),
    close: db.close,
  }
}

function pushesIn(db: Database): ProviderStore['pushesOf'] {
  const after = db.prepare<{ push: string }>('SELECT push FROM pushes WHERE device_id = ? AND n > ? ORDER BY n')
  const newest = db.prepare<{ n: number }>('SELECT n FROM pushes WHERE device_id = ? ORDER BY n DESC LIMIT 1')
  const oldest = db.prepare<{ n: number }>('SELECT n FROM pushes WHERE device_id = ? ORDER BY n LIMIT 1')
  const insert = db.prepare('INSERT INTO pushes (device_id, n, push) VALUES (?, ?, ?)')
  const forget = db.prepare('DELETE FROM pushes WHERE device_id = ? AND n <= ?')
  return (deviceId) => ({
    after: (n) => after.all(deviceId, n).map(({ push }): ReceivedPush => JSON.parse(push)),
    get newest() {
      return newest.get(deviceId)?.n ?? 0
    },
    get dropped() {
      return (oldest.get(deviceId)?.n ?? 1) - 1
    },
    add: (push) =>
      db.transaction(() => {
        insert.run(deviceId, push.n, JSON.stringify(push))
        forget.run(deviceId, push.n - MAX_PUSHES)
      }),
  })
}

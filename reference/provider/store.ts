import { type Database, openDatabase, type Schema } from '../storage/database.ts'
import type { DeviceState, Registration } from './device.ts'
import { MAX_PUSHES, type ReceivedPush, type StoredPushes } from './inbox.ts'

/** The columns `value`, `registration`, `failure` and `push` hold JSON; times are in milliseconds. */
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

-- Where devices were that are removed
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

/** A device that was there when the provider ended. */
export interface StoredDevice {
  registration: Registration
  state: DeviceState
}

/** Everything that a provider remembers: its keys, its devices, and what they have received. */
export interface ProviderStore {
  /** What is kept under a name; `undefined` for nothing */
  get(name: string): unknown
  set(name: string, value: object): void
  /** All devices, in the order in which they came */
  devices(): StoredDevice[]
  addDevice(registration: Registration): void
  /** How a device is from now on */
  changeDevice(deviceId: string, state: DeviceState): void
  /** Forgets a device and its pushes; of its address is remembered that nothing is there any more */
  removeDevice(deviceId: string, address: string, goneSince: number): void
  /** Where devices were, those that were removed first at first */
  removedAddresses(): { address: string; goneSince: number }[]
  forgetAddress(address: string): void
  pushesOf(deviceId: string): StoredPushes
  close(): void
}

/**
 * Opens the store.
 *
 * @param file path of the SQLite file; `:memory:` keeps nothing
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
  const removed = db.prepare<{ address: string; goneSince: number }>(
    'SELECT address, gone_since AS goneSince FROM removed_addresses ORDER BY rowid',
  )
  const forget = db.prepare('DELETE FROM removed_addresses WHERE address = ?')
  return {
    get(name) {
      const row = get.get(name)
      return row === undefined ? undefined : JSON.parse(row.value)
    },
    set: (name, value) => set.run(name, JSON.stringify(value)),
    devices: () =>
      devices.all().map(({ registration, failure, gone_since: goneSince }) => ({
        registration: JSON.parse(registration),
        state: {
          ...(failure === null ? {} : { failure: JSON.parse(failure) }),
          ...(goneSince === null ? {} : { goneSince }),
        },
      })),
    addDevice: (registration) => add.run(registration.id, JSON.stringify(registration)),
    changeDevice: (deviceId, { failure, goneSince = null }) =>
      change.run(failure === undefined ? null : JSON.stringify(failure), goneSince, deviceId),
    removeDevice: (deviceId, address, goneSince) =>
      db.transaction(() => {
        remove.run(deviceId)
        addRemoved.run(address, goneSince)
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

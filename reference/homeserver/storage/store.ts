import { openDatabase } from '../../storage/database.ts'
import { accountDataStore } from './account-data.ts'
import { aliasStore } from './aliases.ts'
import { deviceStore } from './devices.ts'
import { eventStore } from './events.ts'
import { filterStore } from './filters.ts'
import { forgottenRoomStore } from './forgotten-rooms.ts'
import { historyStore } from './history.ts'
import { ignoredUserStore } from './ignored-users.ts'
import { membershipStore } from './memberships.ts'
import { notificationStore } from './notifications.ts'
import { pushQueueStore } from './push-queue.ts'
import { pushRuleStore } from './push-rules.ts'
import { pusherStore } from './pushers.ts'
import { receiptStore } from './receipts.ts'
import { roomStore } from './rooms.ts'
import { SCHEMA } from './schema.ts'
import { userStore } from './users.ts'

/** Everything that the homeserver stores. */
export type Store = ReturnType<typeof openStore>

/**
 * Opens the store.
 *
 * @param file path of the SQLite file; `:memory:` for a temporary store
 * @throws {DataFileError} when the file cannot be used
 */
export function openStore(file: string) {
  const db = openDatabase(file, SCHEMA)
  const position = db.prepare<{ position: number }>('SELECT position FROM stream')
  const advance = db.prepare<{ position: number }>('UPDATE stream SET position = position + 1 RETURNING position')
  return {
    users: userStore(db),
    devices: deviceStore(db),
    rooms: roomStore(db),
    aliases: aliasStore(db),
    events: eventStore(db),
    history: historyStore(db),
    memberships: membershipStore(db),
    forgottenRooms: forgottenRoomStore(db),
    ignoredUsers: ignoredUserStore(db),
    filters: filterStore(db),
    accountData: accountDataStore(db),
    receipts: receiptStore(db),
    notifications: notificationStore(db),
    pushers: pusherStore(db),
    pushRules: pushRuleStore(db),
    pushQueue: pushQueueStore(db),
    /** Returns the newest position of the stream. */
    position: () => position.get()?.position ?? 0,
    /** Advances the stream, and returns its new position. */
    nextPosition: () => advance.get()?.position ?? 0,
    transaction: db.transaction,
    afterCommit: db.afterCommit,
    close: db.close,
  }
}

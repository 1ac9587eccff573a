import type { PushQueue, QueuedPush } from '../../delivery/index.ts'
import type { Database } from '../../storage/database.ts'

/**
 * Maximum number of pending requests of one pusher. A device that missed more has to catch up by `/sync` anyway.
 */
export const MAX_PENDING = 1000

/** Push request to queue. */
export interface NewPush extends Omit<QueuedPush, 'id'> {
  /** JSON */
  body: string
  /** True if it only updates counts, so that the next such request replaces it */
  isBadge: boolean
}

/** Push requests that are not delivered yet. */
export type PushQueueStore = ReturnType<typeof pushQueueStore>

const COLUMNS = 'id, pusher_id AS pusherId, url, pushkey, queued_at AS queuedAt'

export function pushQueueStore(db: Database) {
  const insert = db.prepare(
    'INSERT INTO push_requests (pusher_id, url, pushkey, queued_at, is_badge, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removeBadges = db.prepare('DELETE FROM push_requests WHERE pusher_id = ? AND is_badge = 1')
  const removeExcess = db.prepare(
    `DELETE FROM push_requests WHERE pusher_id = ?1 AND id <= (
       SELECT id FROM push_requests WHERE pusher_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ${MAX_PENDING}
     )`,
  )
  const pusherIds = db.prepare<{ pusher_id: number }>('SELECT DISTINCT pusher_id FROM push_requests')
  const oldest = db.prepare<QueuedPush>(`SELECT ${COLUMNS} FROM push_requests WHERE pusher_id = ? ORDER BY id LIMIT 1`)
  const newest = db.prepare<QueuedPush>(
    `SELECT ${COLUMNS} FROM push_requests WHERE pusher_id = ? ORDER BY id DESC LIMIT 1`,
  )
  const body = db.prepare<{ body: string }>('SELECT body FROM push_requests WHERE id = ?')
  const remove = db.prepare('DELETE FROM push_requests WHERE id = ?')
  const removeOf = db.prepare('DELETE FROM push_requests WHERE pusher_id = ?')
  const redirect = db.prepare('UPDATE push_requests SET url = ? WHERE pusher_id = ?')

  const queue: PushQueue = {
    pusherIds: () => pusherIds.all().map((row) => row.pusher_id),
    oldest: (pusherId) => oldest.get(pusherId),
    newest: (pusherId) => newest.get(pusherId),
    body: (id) => body.get(id)?.body,
    remove: (ids) =>
      db.transaction(() => {
        for (const id of ids) remove.run(id)
      }),
  }
  return {
    ...queue,
    /**
     * Adds a request after those of the same pusher, and drops the oldest ones if too many are pending.
     *
     * @returns the number of dropped requests
     */
    add({ pusherId, url, pushkey, queuedAt, isBadge, body: json }: NewPush): number {
      if (isBadge) removeBadges.run(pusherId)
      insert.run(pusherId, url, pushkey, queuedAt, Number(isBadge), json)
      return removeExcess.run(pusherId)
    },
    /** Drops all pending requests of a pusher. */
    removeOf: (pusherId: number) => removeOf.run(pusherId),
    /** Redirects all pending requests of a pusher to another gateway. */
    redirect: (pusherId: number, url: string) => redirect.run(url, pusherId),
  }
}

import type { Database } from '../../storage/database.ts'

/** Event as it is stored. */
export interface StoredEvent {
  /** Position in the stream of the server; later events have greater positions */
  position: number
  event_id: string
  room_id: string
  type: string
  sender: string
  /** Present for state events only */
  state_key?: string
  content: Record<string, unknown>
  /** Unix milliseconds */
  origin_server_ts: number
  /** Event ID of the thread's root, or `main` */
  thread_id: string
  redacts?: string
  redacted_because?: string
  device_id?: string
  transaction_id?: string
}

/** Transaction that identifies repetitions of a request. */
export interface Transaction {
  device_id: string
  transaction_id: string
}

/** Row of an event. */
export type EventRow = { [Field in keyof StoredEvent]-?: Field extends 'content' ? string : StoredEvent[Field] | null }

/** Events of all rooms. */
export type EventStore = ReturnType<typeof eventStore>

export function eventStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO events (position, event_id, room_id, type, sender, state_key, content, origin_server_ts, thread_id,
       redacts, device_id, transaction_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const find = db.prepare<EventRow>('SELECT * FROM events WHERE room_id = ? AND event_id = ?')
  const sent = db.prepare<{ event_id: string }>(
    `SELECT event_id FROM events WHERE room_id = ? AND sender = ? AND device_id = ? AND transaction_id = ?
       AND type = ? AND redacts IS ?`,
  )
  const between = db.prepare<EventRow>(
    'SELECT * FROM events WHERE room_id = ? AND position > ? AND position <= ? ORDER BY position DESC',
  )
  const current = db.prepare<EventRow>(
    `SELECT * FROM events WHERE room_id = ? AND type = ? AND state_key = ? AND position <= ?
     ORDER BY position DESC LIMIT 1`,
  )
  const stateBetween = db.prepare<EventRow>(
    `SELECT * FROM events WHERE position IN (
       SELECT max(position) FROM events WHERE room_id = ? AND state_key IS NOT NULL AND position > ? AND position <= ?
       GROUP BY type, state_key
     ) ORDER BY position`,
  )
  const redact = db.prepare('UPDATE events SET content = ?, redacted_because = ? WHERE event_id = ?')
  const changedRooms = db.prepare<{ room_id: string }>(
    `SELECT room_id FROM memberships WHERE user_id = ? AND membership = 'join'
       AND EXISTS (SELECT 1 FROM events WHERE events.room_id = memberships.room_id AND events.position > ?)`,
  )
  return {
    add(event: StoredEvent) {
      insert.run(
        event.position,
        event.event_id,
        event.room_id,
        event.type,
        event.sender,
        event.state_key ?? null,
        JSON.stringify(event.content),
        event.origin_server_ts,
        event.thread_id,
        event.redacts ?? null,
        event.device_id ?? null,
        event.transaction_id ?? null,
      )
    },
    find: (roomId: string, eventId: string) => eventOf(find.get(roomId, eventId)),
    /** Returns the ID of the event that the same request sent before; `undefined` if none. */
    findSent: (roomId: string, sender: string, type: string, transaction: Transaction, redacts?: string) =>
      sent.get(roomId, sender, transaction.device_id, transaction.transaction_id, type, redacts ?? null)?.event_id,
    /** Yields the events after one position up to and including another, newest first. */
    *backwards(roomId: string, after: number, upTo: number): Generator<StoredEvent> {
      for (const row of between.each(roomId, after, upTo)) yield toEvent(row)
    },
    /** Returns the state event of this type and key at a position (default: now). */
    state: (roomId: string, type: string, stateKey = '', at = Number.MAX_SAFE_INTEGER) =>
      eventOf(current.get(roomId, type, stateKey, at)),
    /** Returns, for each type and key, the newest state event after one position up to and including another. */
    stateBetween: (roomId: string, after: number, upTo: number) => stateBetween.all(roomId, after, upTo).map(toEvent),
    redact: (eventId: string, content: Record<string, unknown>, because: string) =>
      redact.run(JSON.stringify(content), because, eventId),
    /** Returns the rooms that the user is joined to and that have events after the position. */
    changedRooms: (userId: string, after: number) => changedRooms.all(userId, after).map((row) => row.room_id),
  }
}

function eventOf(row: EventRow | undefined): StoredEvent | undefined {
  return row === undefined ? undefined : toEvent(row)
}

/** Returns the event of a row; null columns become absent fields. */
export function toEvent(row: EventRow): StoredEvent {
  const present = Object.entries(row).filter(([, value]) => value !== null)
  return { ...(Object.fromEntries(present) as unknown as StoredEvent), content: JSON.parse(row.content) }
}

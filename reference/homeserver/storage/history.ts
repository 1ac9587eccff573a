import type { Database } from '../../storage/database.ts'
import { type EventRow, type StoredEvent, toEvent } from './events.ts'

/** Past content of a state event, in force from its position on. */
export interface PastState {
  position: number
  content: Record<string, unknown>
}

/** Past events of rooms, in pages. */
export type HistoryStore = ReturnType<typeof historyStore>

export function historyStore(db: Database) {
  const backwards = db.prepare<EventRow>(
    'SELECT * FROM events WHERE room_id = ? AND position > ? AND position <= ? ORDER BY position DESC LIMIT ?',
  )
  const forwards = db.prepare<EventRow>(
    'SELECT * FROM events WHERE room_id = ? AND position > ? AND position <= ? ORDER BY position LIMIT ?',
  )
  const stream = db.prepare<EventRow>(
    `SELECT events.* FROM events JOIN memberships USING (room_id)
     WHERE events.position > ? AND memberships.user_id = ? AND memberships.membership = 'join'
     ORDER BY events.position LIMIT ?`,
  )
  const pastStates = db.prepare<{ position: number; content: string }>(
    'SELECT position, content FROM events WHERE room_id = ? AND type = ? AND state_key = ? ORDER BY position',
  )
  const find = db.prepare<EventRow>('SELECT * FROM events WHERE event_id = ?')
  return {
    /** Returns the events after one position up to and including another, newest first. */
    backwards: (roomId: string, after: number, upTo: number, limit: number): StoredEvent[] =>
      backwards.all(roomId, after, upTo, limit).map(toEvent),
    /** Returns the same events, oldest first. */
    forwards: (roomId: string, after: number, upTo: number, limit: number): StoredEvent[] =>
      forwards.all(roomId, after, upTo, limit).map(toEvent),
    /** Returns the events after a position in all rooms that the user is joined to, oldest first. */
    stream: (userId: string, after: number, limit: number): StoredEvent[] =>
      stream.all(after, userId, limit).map(toEvent),
    /** Returns all past values of a state event, oldest first. */
    pastStates: (roomId: string, type: string, stateKey = ''): PastState[] =>
      pastStates
        .all(roomId, type, stateKey)
        .map(({ position, content }) => ({ position, content: JSON.parse(content) })),
    /** Returns the event with this ID in any room. */
    find(eventId: string): StoredEvent | undefined {
      const row = find.get(eventId)
      return row === undefined ? undefined : toEvent(row)
    },
  }
}

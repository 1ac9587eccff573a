import type { Database } from '../../storage/database.ts'

/** Read receipt of a user in a room; there is one for each type and thread. */
export interface Receipt {
  room_id: string
  user_id: string
  type: string
  /** Thread root, `main`, or empty for an unthreaded receipt */
  thread_id: string
  event_id: string
  event_position: number
  /** Unix milliseconds */
  ts: number
  position: number
}

/** Newest receipts of all users. */
export type ReceiptStore = ReturnType<typeof receiptStore>

export function receiptStore(db: Database) {
  const put = db.prepare(
    `INSERT INTO receipts (room_id, user_id, type, thread_id, event_id, event_position, ts, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (room_id, user_id, type, thread_id) DO UPDATE
     SET event_id = excluded.event_id, event_position = excluded.event_position, ts = excluded.ts,
       position = excluded.position`,
  )
  const find = db.prepare<Receipt>(
    'SELECT * FROM receipts WHERE room_id = ? AND user_id = ? AND type = ? AND thread_id = ?',
  )
  const inJoinedRooms = db.prepare<Receipt>(
    `SELECT receipts.* FROM receipts JOIN memberships USING (room_id)
     WHERE receipts.position > ? AND memberships.user_id = ? AND memberships.membership = 'join'
     ORDER BY receipts.position`,
  )
  return {
    put: (receipt: Receipt) =>
      put.run(
        receipt.room_id,
        receipt.user_id,
        receipt.type,
        receipt.thread_id,
        receipt.event_id,
        receipt.event_position,
        receipt.ts,
        receipt.position,
      ),
    find: (roomId: string, userId: string, type: string, threadId: string) => find.get(roomId, userId, type, threadId),
    /** Returns the receipts after the position in the rooms that the user is joined to, including private ones of others. */
    inRoomsOf: (userId: string, after: number) => inJoinedRooms.all(after, userId),
  }
}

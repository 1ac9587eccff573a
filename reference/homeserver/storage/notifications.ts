import type { Action } from '../../../spec/index.ts'
import type { Database } from '../../storage/database.ts'

/** An event that a user was notified of. */
export interface Notification {
  user_id: string
  /** Position of the event */
  position: number
  room_id: string
  thread_id: string
  actions: Action[]
  highlight: boolean
  /** Unix milliseconds */
  ts: number
}

/** A notification as `GET /notifications` lists it. */
export interface ListedNotification extends Notification {
  event_id: string
  read: boolean
}

/** Unread notifications of one thread of one room. */
export interface ThreadCounts {
  room_id: string
  thread_id: string
  notifications: number
  highlights: number
}

/** Which notifications a listing wants. */
export interface NotificationQuery {
  /** Only those before this position */
  before: number
  limit: number
  onlyHighlights: boolean
}

type Row = Omit<Notification, 'actions' | 'highlight'> & {
  event_id: string
  actions: string
  highlight: number
  is_read: number
}

/** What users were notified of, and what of it is unread. */
export type NotificationStore = ReturnType<typeof notificationStore>

export function notificationStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO notifications (user_id, position, room_id, thread_id, actions, highlight, ts)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const markRead = db.prepare(
    `UPDATE notifications SET is_read = 1
     WHERE is_read = 0 AND user_id = ? AND room_id = ? AND position <= ? AND (?4 IS NULL OR thread_id = ?4)`,
  )
  const unread = db.prepare<ThreadCounts>(
    `SELECT room_id, thread_id, notifications, highlights FROM unread_counts
     WHERE user_id = ? ORDER BY room_id, thread_id`,
  )
  const unreadOf = db.prepare<ThreadCounts & { user_id: string; is_joined: number }>(
    `SELECT unread_counts.*, membership IS 'join' AS is_joined
     FROM json_each(?) AS wanted
     CROSS JOIN unread_counts ON unread_counts.user_id = wanted.value
     LEFT JOIN memberships USING (room_id, user_id)
     ORDER BY user_id, room_id, thread_id`,
  )
  const list = db.prepare<Row>(
    `SELECT notifications.*, events.event_id FROM notifications JOIN events USING (position)
     WHERE user_id = ? AND position < ? AND (highlight = 1 OR ?3 = 0) ORDER BY position DESC LIMIT ?4`,
  )
  return {
    add(item: Notification) {
      const { user_id, position, room_id, thread_id, actions, highlight, ts } = item
      insert.run(user_id, position, room_id, thread_id, JSON.stringify(actions), Number(highlight), ts)
    },
    /**
     * Marks what was notified up to and including a position as read.
     *
     * @param threadId one thread only; `undefined` means all of the room
     * @returns how many notifications were unread until now
     */
    markRead: (userId: string, roomId: string, upTo: number, threadId?: string) =>
      markRead.run(userId, roomId, upTo, threadId ?? null),
    /** Unread counts by room and thread; those without unread notifications are left out. */
    unread: (userId: string) => unread.all(userId),
    /** The same for many users at once, with those of the rooms that the user is joined to. */
    unreadOf(userIds: readonly string[]): Map<string, { threads: ThreadCounts[]; joinedRooms: Set<string> }> {
      const rows = Map.groupBy(unreadOf.all(JSON.stringify(userIds)), (row) => row.user_id)
      const entries = [...rows].map(([userId, threads]) => {
        const joined = threads.filter((thread) => thread.is_joined === 1).map((thread) => thread.room_id)
        return [userId, { threads, joinedRooms: new Set(joined) }] as const
      })
      return new Map(entries)
    },
    /** Newest first. */
    list: (userId: string, query: NotificationQuery): ListedNotification[] =>
      list.all(userId, query.before, Number(query.onlyHighlights), query.limit).map(({ is_read, ...row }) => ({
        ...row,
        actions: JSON.parse(row.actions),
        highlight: row.highlight === 1,
        read: is_read === 1,
      })),
  }
}

import type { Action } from '../../../spec/index.ts'
import type { Database } from '../../storage/database.ts'

/** Notification of a user about an event. */
export interface StoredNotification {
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

/** Notification as `GET /notifications` lists it. */
export interface ListedNotification extends StoredNotification {
  event_id: string
  read: boolean
}

/** Notification that is unread. */
export interface UnreadNotification extends Pick<StoredNotification, 'room_id' | 'thread_id' | 'highlight' | 'ts'> {}

/** Unread notifications of one thread of one room. */
export interface ThreadCounts {
  room_id: string
  thread_id: string
  notifications: number
  highlights: number
}

/** Unread notifications of a user, by room and thread. */
export interface UnreadOfUser {
  threads: ThreadCounts[]
  /** Those of their rooms that the user is joined to */
  joinedRooms: Set<string>
}

/** Notifications to list. */
export interface NotificationQuery {
  /** Position that all of them are before */
  before: number
  limit: number
  onlyHighlights: boolean
}

type Row = Omit<StoredNotification, 'actions' | 'highlight'> & {
  event_id: string
  actions: string
  highlight: number
  is_read: number
}

/** Notifications of users, and their unread counts. */
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
     FROM json_each(?) AS users
     CROSS JOIN unread_counts ON unread_counts.user_id = users.value
     LEFT JOIN memberships USING (room_id, user_id)
     ORDER BY user_id, room_id, thread_id`,
  )
  const eachUnread = db.prepare<Pick<Row, 'room_id' | 'thread_id' | 'highlight' | 'ts'>>(
    `SELECT room_id, thread_id, highlight, ts FROM notifications WHERE is_read = 0 AND user_id = ? ORDER BY position`,
  )
  const list = db.prepare<Row>(
    `SELECT notifications.*, events.event_id FROM notifications JOIN events USING (position)
     WHERE user_id = ? AND position < ? AND (highlight = 1 OR ?3 = 0) ORDER BY position DESC LIMIT ?4`,
  )
  return {
    add(item: StoredNotification) {
      const { user_id, position, room_id, thread_id, actions, highlight, ts } = item
      insert.run(user_id, position, room_id, thread_id, JSON.stringify(actions), Number(highlight), ts)
    },
    /**
     * Marks the notifications of a room up to and including a position as read.
     *
     * @param threadId one thread only; `undefined` for all threads
     * @returns the number of notifications that were unread
     */
    markRead: (userId: string, roomId: string, upTo: number, threadId?: string) =>
      markRead.run(userId, roomId, upTo, threadId ?? null),
    /** Returns the unread counts by room and thread, without those that are zero. */
    unread: (userId: string) => unread.all(userId),
    /** Returns the unread notifications themselves, oldest first. */
    eachUnread: (userId: string): UnreadNotification[] =>
      eachUnread.all(userId).map((row) => ({ ...row, highlight: row.highlight === 1 })),
    /** Returns the unread counts of many users, with those of their rooms that each is joined to. */
    unreadOf(userIds: readonly string[]): Map<string, UnreadOfUser> {
      const rows = Map.groupBy(unreadOf.all(JSON.stringify(userIds)), (row) => row.user_id)
      const entries = [...rows].map(([userId, threads]) => {
        const joined = threads.filter((thread) => thread.is_joined === 1).map((thread) => thread.room_id)
        return [userId, { threads, joinedRooms: new Set(joined) }] as const
      })
      return new Map(entries)
    },
    /** Returns notifications, newest first. */
    list: (userId: string, query: NotificationQuery): ListedNotification[] =>
      list.all(userId, query.before, Number(query.onlyHighlights), query.limit).map(({ is_read, ...row }) => ({
        ...row,
        actions: JSON.parse(row.actions),
        highlight: row.highlight === 1,
        read: is_read === 1,
      })),
  }
}

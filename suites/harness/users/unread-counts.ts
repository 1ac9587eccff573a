import type { SyncResponse, UnreadCounts } from '../../../spec/index.ts'

/** Unread counts of a room or a thread; what the target leaves out is 0. */
export type Counts = Required<UnreadCounts>

/** Unread counts of a room, told apart by thread. */
export interface CountsByThread {
  main: Counts
  /** By the ID of the root; threads that the target leaves out are not here */
  threads: Record<string, Counts>
}

export const NOTHING_UNREAD: Counts = { notification_count: 0, highlight_count: 0 }

/** The unread counts of a room in an answer of `/sync`, or `undefined` when the room is not in it. */
export function countsOf(response: SyncResponse, roomId: string): Counts | undefined {
  const room = response.rooms?.join?.[roomId]
  return room === undefined ? undefined : completed(room.unread_notifications)
}

/** The unread counts by thread of a room in an answer of `/sync` whose filter asked for them. */
export function countsByThreadOf(response: SyncResponse, roomId: string): CountsByThread {
  const { unread_notifications, unread_thread_notifications = {} } = response.rooms?.join?.[roomId] ?? {}
  const threads = Object.entries(unread_thread_notifications).map(([root, counts]) => [root, completed(counts)])
  return { main: completed(unread_notifications), threads: Object.fromEntries(threads) }
}

function completed(counts: UnreadCounts = {}): Counts {
  // Servers may have counts of their own beside these
  const { notification_count, highlight_count } = { ...NOTHING_UNREAD, ...counts }
  return { notification_count, highlight_count }
}

import type { SyncResponse, UnreadCounts } from '../../../spec/index.ts'
import type { MismatchDetails } from '../case/errors.ts'

/** Unread counts of a room or a thread. Counts that the target omits are 0. */
export type Counts = Required<UnreadCounts>

/** Unread counts of a room by thread. */
export interface CountsByThread {
  /** Counts of what is not in a thread */
  main: Counts
  /** Counts by the ID of the thread's root; threads that the target omits are absent */
  threads: Record<string, Counts>
}

/** Unread counts of a room in which everything is read. */
export const NOTHING_UNREAD: Counts = { notification_count: 0, highlight_count: 0 }

/** Returns the unread counts of a room in a response of `/sync`; undefined if the room is not in it. */
export function countsOf(response: SyncResponse, roomId: string): Counts | undefined {
  const room = response.rooms?.join?.[roomId]
  return room === undefined ? undefined : completed(room.unread_notifications)
}

/** Returns the unread counts of a room by thread in a response of `/sync`, whose filter requested them. */
export function countsByThreadOf(response: SyncResponse, roomId: string): CountsByThread {
  const { unread_notifications, unread_thread_notifications = {} } = response.rooms?.join?.[roomId] ?? {}
  const threads = Object.entries(unread_thread_notifications).map(([root, counts]) => [root, completed(counts)])
  return { main: completed(unread_notifications), threads: Object.fromEntries(threads) }
}

/** Reports whether something in a room, or in one of its threads, is unread in a response of `/sync`. */
export function isUnread(response: SyncResponse, roomId: string): boolean {
  const { main, threads } = countsByThreadOf(response, roomId)
  return [main, ...Object.values(threads)].some(({ notification_count }) => notification_count !== 0)
}

/**
 * Returns what a target violates that has no counts of threads at all, although a client asked for them and a thread has
 * unread notifications; undefined if it has some.
 */
export function withoutThreads({ threads }: Pick<CountsByThread, 'threads'>): MismatchDetails | undefined {
  return Object.keys(threads).length === 0 ? { buildsOn: ['unread-counts.threads'] } : undefined
}

function completed(counts: UnreadCounts = {}): Counts {
  // Servers may send further counts.
  const { notification_count, highlight_count } = { ...NOTHING_UNREAD, ...counts }
  return { notification_count, highlight_count }
}

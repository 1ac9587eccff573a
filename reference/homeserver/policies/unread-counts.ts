import type { UnreadCounts } from '../../../spec/index.ts'
import type { RuleOutcome } from '../../rules/index.ts'
import { MAIN_THREAD, threadOf } from '../rooms/thread.ts'
import type { ThreadCounts, UnreadNotification } from '../storage/notifications.ts'
import type { PusherStore } from '../storage/pushers.ts'

/** Unread counts of one room in `/sync`. */
export interface RoomCounts {
  unread_notifications: UnreadCounts
  unread_thread_notifications?: Record<string, UnreadCounts>
}

/** Decisions about unread counts. */
export interface UnreadCountPolicies {
  /** Reports whether notifications of a user are counted and listed. */
  isCounted(userId: string, pushers: PusherStore): boolean
  /** Reports whether a notification is a highlight. */
  isHighlight(outcome: RuleOutcome): boolean
  /**
   * Returns the unread counts of a user, for /sync and for push requests.
   *
   * @param stored counts that are kept up to date by each event and receipt
   * @param notifications looks up the unread notifications themselves, oldest first
   */
  unread(stored: readonly ThreadCounts[], notifications: () => readonly UnreadNotification[]): readonly ThreadCounts[]
  /** True if /sync contains a room in which only the counts have changed */
  reportsAlone: boolean
  /** Reports whether a waiting /sync of a user returns when a receipt of the user has changed the counts. */
  wakesReader(receipt: { type: string; thread_id?: string }): boolean
  /** Returns the thread that an event with this content belongs to. */
  thread: typeof threadOf
  /**
   * Returns the counts of a room in `/sync`.
   *
   * @param threads unread notifications in the room, by thread
   * @param perThread whether the client asked for separate counts per thread
   */
  inSync(threads: readonly ThreadCounts[], perThread: boolean): RoomCounts
}

export const unreadCountPolicies: UnreadCountPolicies = {
  isCounted: () => true,
  isHighlight: (outcome) => outcome.highlight,
  unread: (stored) => stored,
  reportsAlone: true,
  wakesReader: () => true,
  thread: threadOf,
  inSync(threads, perThread) {
    if (!perThread) return { unread_notifications: sum(threads) }
    const others = threads.filter((thread) => thread.thread_id !== MAIN_THREAD)
    const counts: RoomCounts = {
      unread_notifications: sum(threads.filter((thread) => thread.thread_id === MAIN_THREAD)),
    }
    if (others.length > 0) {
      counts.unread_thread_notifications = Object.fromEntries(others.map((thread) => [thread.thread_id, sum([thread])]))
    }
    return counts
  },
}

function sum(threads: readonly ThreadCounts[]): Required<UnreadCounts> {
  return {
    notification_count: threads.reduce((total, thread) => total + thread.notifications, 0),
    highlight_count: threads.reduce((total, thread) => total + thread.highlights, 0),
  }
}

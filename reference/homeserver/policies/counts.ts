import type { UnreadCounts } from '../../../spec/index.ts'
import type { Outcome } from '../../rules/index.ts'
import { MAIN_THREAD, threadOf } from '../rooms/thread.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { ThreadCounts } from '../storage/notifications.ts'
import type { PusherStore } from '../storage/pushers.ts'

/** A read receipt as it arrives. */
export interface ReceiptDraft {
  type: string
  room_id: string
  event: StoredEvent
  /** Thread root or `main`; absent for an unthreaded receipt */
  thread_id?: string
}

/** Which notifications are read. */
export interface ReadSpan {
  /** The rooms that it reaches */
  rooms: readonly string[]
  /** Position of the last event that is read */
  upTo: number
  /** One thread only; absent for all of them */
  threadId?: string
}

/** The unread counts of one room in `/sync`. */
export interface RoomCounts {
  unread_notifications: UnreadCounts
  unread_thread_notifications?: Record<string, UnreadCounts>
}

/** Decisions about what is unread. */
export interface CountPolicies {
  /** Whether what a user is notified of is counted and listed. */
  isKept(userId: string, pushers: PusherStore): boolean
  /** Whether the notification is a highlight. */
  isHighlight(outcome: Outcome): boolean
  /** What a receipt marks as read; `undefined` for nothing. */
  readByReceipt(receipt: ReceiptDraft, joinedRooms: readonly string[]): ReadSpan | undefined
  /** What sending an event marks as read for its sender; `undefined` for nothing. */
  readBySending(event: StoredEvent): ReadSpan | undefined
  /** Whether the event can be acknowledged in this room and, where one is named, this thread. */
  isAcknowledgeable(event: StoredEvent, threadId: string | undefined): boolean
  /** The thread that an event with this content belongs to. */
  thread: typeof threadOf
  /**
   * The counts of a room in `/sync`.
   *
   * @param threads what is unread in the room, by thread
   * @param perThread whether the client asked for each thread apart
   */
  inSync(threads: readonly ThreadCounts[], perThread: boolean): RoomCounts
}

export const countPolicies: CountPolicies = {
  isKept: () => true,
  isHighlight: (outcome) => outcome.highlight,
  readByReceipt({ type, room_id, event, thread_id }) {
    if (type !== 'm.read' && type !== 'm.read.private') return undefined
    return { rooms: [room_id], upTo: event.position, ...(thread_id === undefined ? {} : { threadId: thread_id }) }
  },
  readBySending: (event) => ({ rooms: [event.room_id], upTo: event.position }),
  isAcknowledgeable: (event, threadId) =>
    threadId === undefined || event.thread_id === threadId || event.event_id === threadId,
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

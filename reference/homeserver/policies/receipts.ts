import { invalidParam } from '../errors.ts'
import { MAIN_THREAD } from '../rooms/thread.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Receipt } from '../storage/receipts.ts'

/** Receipt or marker of a request, with its event. */
export interface ReceivedReceipt {
  user_id: string
  type: string
  room_id: string
  event: StoredEvent
  /** Thread root or `main`; absent for an unthreaded receipt */
  thread_id?: string
}

/** Span of notifications to mark as read. */
export interface ReadSpan {
  rooms: readonly string[]
  /** Position of the last event that is read */
  upTo: number
  /** One thread only; absent for all threads */
  threadId?: string
}

/** Decisions about receipts. */
export interface ReceiptPolicies {
  /**
   * Returns the thread of a receipt, from the value of `thread_id` in its body.
   *
   * @throws {RequestError} when the value is not the ID of a thread
   */
  thread(type: string, threadId: unknown): string | undefined
  /** Returns the notifications that a receipt marks as read; `undefined` for none. */
  readByReceipt(receipt: ReceivedReceipt, joinedRooms: readonly string[]): ReadSpan | undefined
  /** Returns the notifications that sending an event marks as read for its sender; `undefined` for none. */
  readBySending(event: StoredEvent): ReadSpan | undefined
  /**
   * Reports whether the event can be acknowledged in this room and, if one is named, this thread. The root of a thread
   * and events that relate to it are in the main timeline, but also related to the thread.
   *
   * @param related IDs of the events that it relates to
   */
  isAcknowledgeable(event: StoredEvent, threadId: string | undefined, related: readonly string[]): boolean
  /** Reports whether receipts of this type are stored and shown. */
  isReceipt(type: string): boolean
  /** Reports whether a receipt replaces the known one of its kind, by the positions of their events. */
  replaces(position: number, known: number): boolean
  /** Reports whether a user is shown a receipt of a room that they are joined to. */
  isShown(receipt: Receipt, userId: string): boolean
  /**
   * Distributes the receipts of a room over events for clients. One event can have one receipt for each user, type and
   * acknowledged event.
   *
   * @param byThread whether receipts for different threads are in different events
   */
  batches(receipts: readonly Receipt[], byThread: boolean): Receipt[][]
  /** Returns the content of a receipt as clients see it. */
  present(receipt: Receipt): { ts: number; thread_id?: string }
}

export const receiptPolicies: ReceiptPolicies = {
  thread(type, threadId) {
    if (threadId === undefined) return undefined
    if (typeof threadId !== 'string' || threadId === '') {
      throw invalidParam(`thread_id: expected an event ID or "main", found ${JSON.stringify(threadId)}`)
    }
    if (type === 'm.fully_read') throw invalidParam('A fully-read marker has no thread; leave "thread_id" out')
    return threadId
  },
  readByReceipt({ type, room_id, event, thread_id }) {
    if (type !== 'm.read' && type !== 'm.read.private') return undefined
    return { rooms: [room_id], upTo: event.position, ...(thread_id === undefined ? {} : { threadId: thread_id }) }
  },
  readBySending: (event) => ({ rooms: [event.room_id], upTo: event.position }),
  isAcknowledgeable: (event, threadId, related) =>
    threadId === undefined ||
    event.thread_id === threadId ||
    event.event_id === threadId ||
    (event.thread_id === MAIN_THREAD && related.includes(threadId)),
  isReceipt: (type) => type !== 'm.fully_read',
  replaces: (position, known) => position > known,
  isShown: (receipt, userId) => receipt.type !== 'm.read.private' || receipt.user_id === userId,
  batches: (receipts, byThread) =>
    byThread ? [...Map.groupBy(receipts, (receipt) => receipt.thread_id).values()] : withoutConflicts(receipts),
  present: ({ ts, thread_id }) => ({ ts, ...(thread_id === '' ? {} : { thread_id }) }),
}

/** Distributes receipts over as few events as possible. */
function withoutConflicts(receipts: readonly Receipt[]): Receipt[][] {
  const batches: Receipt[][] = []
  const used = new Map<string, number>()
  for (const receipt of receipts) {
    const place = JSON.stringify([receipt.event_id, receipt.type, receipt.user_id])
    const index = used.get(place) ?? 0
    used.set(place, index + 1)
    const batch = batches[index]
    if (batch === undefined) batches.push([receipt])
    else batch.push(receipt)
  }
  return batches
}

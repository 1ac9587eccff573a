import { invalidParam } from '../errors.ts'
import type { Receipt } from '../storage/receipts.ts'

/** A receipt or marker as a request sends it. */
export interface SentMarker {
  type: string
  event_id: string
}

/** Decisions about receipts and markers, besides what they mark as read. */
export interface ReceiptPolicies {
  /** The thread that a receipt names, from what its body has under `thread_id`; throws where it cannot be one. */
  thread(type: string, threadId: unknown): string | undefined
  /** Those markers of a request for several that have an effect. */
  effective(markers: readonly SentMarker[]): readonly SentMarker[]
  /** Whether what is sent under this type is kept as a receipt, to be shown. */
  isReceipt(type: string): boolean
  /** Whether a receipt takes the place of the known one of its kind, by the positions of their events. */
  replaces(position: number, known: number): boolean
  /** Whether a fully-read marker takes the place of the known one, by the positions of their events. */
  moves(position: number, known: number): boolean
  /** Whether a user is shown a receipt of a room that they are joined to. */
  isShown(receipt: Receipt, userId: string): boolean
  /** What a receipt tells about itself. */
  present(receipt: Receipt): { ts: number; thread_id?: string }
}

export const receiptPolicies: ReceiptPolicies = {
  thread(type, threadId) {
    if (threadId === undefined) return undefined
    if (typeof threadId !== 'string' || threadId === '') {
      throw invalidParam(`The thread ID is ${JSON.stringify(threadId)}; it must be an event ID or "main"`)
    }
    if (type === 'm.fully_read') throw invalidParam('A fully-read marker has no thread; leave "thread_id" out')
    return threadId
  },
  effective: (markers) => markers,
  isReceipt: (type) => type !== 'm.fully_read',
  replaces: (position, known) => position > known,
  moves: (position, known) => position > known,
  isShown: (receipt, userId) => receipt.type !== 'm.read.private' || receipt.user_id === userId,
  present: ({ ts, thread_id }) => ({ ts, ...(thread_id === '' ? {} : { thread_id }) }),
}

import { invalidParam } from '../homeserver/errors.ts'
import type { ReadSpan, ReceiptPolicies, ReceivedReceipt } from '../homeserver/policies/receipts.ts'
import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import { type Fault, fault } from './fault.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER
const SINCE_THREADS = { since: 'v1.4' } as const

/** Faults of receipts. */
export const RECEIPTS_FAULTS: readonly Fault[] = [
  fault({
    name: 'receipts.ignored',
    breaks: ['receipts.marks-read'],
    summary: 'Receipts mark nothing as read',
    changes: {
      receipts: () => ({
        readByReceipt: () => undefined,
      }),
    },
  }),
  fault({
    name: 'receipts.marks-later-read',
    breaks: ['receipts.later-stay-unread'],
    summary: 'A receipt also marks later events as read',
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          const span = correct.readByReceipt(receipt, joinedRooms)
          return span === undefined ? undefined : { ...span, upTo: EVERYTHING }
        },
      }),
    },
  }),
  fault({
    name: 'receipts.leaves-its-event-unread',
    breaks: ['receipts.marks-read'],
    summary: 'A receipt leaves its own event unread',
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          const span = correct.readByReceipt(receipt, joinedRooms)
          return span === undefined ? undefined : { ...span, upTo: span.upTo - 1 }
        },
      }),
    },
  }),
  fault({
    name: 'receipts.private-ignored',
    breaks: ['receipts.private-marks-read'],
    summary: 'Private receipts mark nothing as read',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt: (receipt, joinedRooms) =>
          receipt.type === 'm.read.private' ? undefined : correct.readByReceipt(receipt, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'receipts.threaded-marks-room-read',
    breaks: ['receipts.thread'],
    summary: 'A threaded receipt marks the whole room as read',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt: ({ thread_id: _, ...receipt }, joinedRooms) => correct.readByReceipt(receipt, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'receipts.unthreaded-leaves-threads-unread',
    breaks: ['receipts.unthreaded'],
    summary: 'An unthreaded receipt leaves threads unread',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt: (receipt, joinedRooms) =>
          correct.readByReceipt({ thread_id: MAIN_THREAD, ...receipt }, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'receipts.sending-marks-nothing-read',
    breaks: ['receipts.sending-marks-read'],
    summary: 'Sending an event leaves earlier ones unread',
    changes: {
      receipts: () => ({
        readBySending: () => undefined,
      }),
    },
  }),
  fault({
    name: 'receipts.unrelated-thread-accepted',
    breaks: ['receipts.unrelated-thread'],
    summary: 'A receipt for an event of another thread is accepted',
    span: { since: 'v1.4' },
    changes: {
      receipts: () => ({
        isAcknowledgeable: () => true,
      }),
    },
  }),
  fault({
    name: 'receipts.private-marks-later-read',
    breaks: ['receipts.furthest-decides', 'receipts.later-stay-unread'],
    summary: 'A private receipt also marks later events as read',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          const span = correct.readByReceipt(receipt, joinedRooms)
          return span === undefined || receipt.type !== 'm.read.private' ? span : { ...span, upTo: EVERYTHING }
        },
      }),
    },
  }),
  fault({
    name: 'receipts.main-marks-threads-read',
    breaks: ['receipts.main-timeline'],
    summary: 'A receipt for the main timeline marks the threads as read too',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt: ({ thread_id, ...receipt }, joinedRooms) =>
          correct.readByReceipt(
            thread_id === undefined || thread_id === MAIN_THREAD ? receipt : { ...receipt, thread_id },
            joinedRooms,
          ),
      }),
    },
  }),
  fault({
    name: 'receipts.main-ignored',
    breaks: ['receipts.main-timeline'],
    summary: 'A receipt for the main timeline marks nothing as read',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        readByReceipt: (receipt, joinedRooms) =>
          receipt.thread_id === MAIN_THREAD ? undefined : correct.readByReceipt(receipt, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'receipts.not-shown',
    breaks: ['receipts.shown'],
    summary: 'Receipts are not in /sync',
    changes: {
      receipts: () => ({
        isShown: () => false,
      }),
    },
  }),
  fault({
    name: 'receipts.shown-to-sender-only',
    breaks: ['receipts.shown'],
    summary: 'Users only see their own receipts',
    changes: {
      receipts: () => ({
        isShown: (receipt, userId) => receipt.user_id === userId,
      }),
    },
  }),
  fault({
    name: 'receipts.private-shown',
    breaks: ['receipts.private-hidden'],
    summary: 'Private receipts are shown to others',
    span: SINCE_THREADS,
    changes: { receipts: () => ({ isShown: () => true }) },
  }),
  fault({
    name: 'receipts.ts-in-seconds',
    breaks: ['receipts.time'],
    summary: 'The time of a receipt is in seconds',
    changes: {
      receipts: (correct) => ({
        present(receipt) {
          const shown = correct.present(receipt)
          return { ...shown, ts: Math.floor(shown.ts / 1000) }
        },
      }),
    },
  }),
  fault({
    name: 'receipts.shown-without-thread',
    breaks: ['receipts.one-per-type-and-thread'],
    summary: 'Receipts are shown without their thread',
    span: SINCE_THREADS,
    changes: { receipts: () => ({ present: ({ ts }) => ({ ts }) }) },
  }),
  fault({
    name: 'receipts.newer-ignored',
    breaks: ['receipts.one-per-type-and-thread'],
    summary: 'A later receipt does not replace the first one',
    changes: {
      receipts: () => ({
        replaces: () => false,
      }),
    },
  }),
  fault({
    name: 'receipts.one-for-each-event',
    breaks: ['receipts.same-event'],
    summary: "Of a user's receipts for one event in different threads, only the newest is shown",
    span: SINCE_THREADS,
    changes: { receipts: () => ({ batches: (receipts) => [[...receipts]] }) },
  }),
  fault({
    name: 'receipts.related-to-root-refused-in-main',
    breaks: ['receipts.main-timeline', 'unread-counts.thread-root'],
    summary: 'A receipt for the main timeline is refused if its event has a relation',
    span: { since: 'v1.9' },
    changes: {
      receipts: (correct) => ({
        isAcknowledgeable: (event, threadId, related) =>
          !(threadId === MAIN_THREAD && related.length > 0) && correct.isAcknowledgeable(event, threadId, related),
      }),
    },
  }),
  fault({
    name: 'receipts.second-for-event-ignored',
    breaks: ['receipts.unthreaded'],
    summary: 'A receipt marks nothing as read if the user already has one for the same event in another thread',
    span: SINCE_THREADS,
    changes: {
      receipts: (correct) => ({
        readByReceipt: forRepeated(
          correct.readByReceipt,
          () => undefined,
          ({ thread_id: _, ...receipt }) => receipt,
        ),
      }),
    },
  }),
  fault({
    name: 'receipts.repeated-refused',
    breaks: ['receipts.marks-read'],
    summary: 'A receipt is refused if it exists already',
    changes: {
      receipts: (correct) => ({
        readByReceipt: forRepeated(correct.readByReceipt, (span) => {
          if (span !== undefined) throw invalidParam('There is already such a receipt')
          return span
        }),
      }),
    },
  }),
  fault({
    name: 'receipts.repeated-marks-later-read',
    breaks: ['receipts.later-stay-unread'],
    summary: 'A receipt that exists already marks later events as read too',
    changes: {
      receipts: (correct) => ({
        readByReceipt: forRepeated(correct.readByReceipt, (span) => span && { ...span, upTo: EVERYTHING }),
      }),
    },
  }),
  fault({
    name: 'receipts.malformed-thread-accepted',
    breaks: ['receipts.malformed-thread'],
    summary: 'A malformed thread_id is ignored',
    span: SINCE_THREADS,
    changes: {
      receipts: (correct) => ({
        thread: (type, threadId) =>
          typeof threadId === 'string' && threadId !== '' ? correct.thread(type, threadId) : undefined,
      }),
    },
  }),
  fault({
    name: 'receipts.fully-read-with-thread-accepted',
    breaks: ['receipts.thread-with-fully-read'],
    summary: 'A fully-read marker may have a thread_id',
    span: SINCE_THREADS,
    changes: {
      receipts: (correct) => ({
        thread: (type, threadId) => (type === 'm.fully_read' ? undefined : correct.thread(type, threadId)),
      }),
    },
  }),
  fault({
    name: 'receipts.thread-with-other-errcode',
    breaks: ['receipts.thread-errcode'],
    summary: 'A thread_id is refused with M_UNKNOWN',
    span: SINCE_THREADS,
    changes: {
      errors: (correct) => ({
        refusal(error, request) {
          const refusal = correct.refusal(error, request)
          const isMeant = error.errcode === 'M_INVALID_PARAM' && request.path.includes('/receipt/')
          return isMeant ? { ...refusal, body: { ...refusal.body, errcode: 'M_UNKNOWN' } } : refusal
        },
      }),
    },
  }),
]

/**
 * Changes what a receipt marks as read if the user has sent the same receipt before.
 *
 * @param change returns what it marks as read instead
 * @param identity returns what makes two receipts the same
 */
function forRepeated(
  readByReceipt: ReceiptPolicies['readByReceipt'],
  change: (span: ReadSpan | undefined) => ReadSpan | undefined,
  identity: (receipt: Omit<ReceivedReceipt, 'event'>) => object = (receipt) => receipt,
): ReceiptPolicies['readByReceipt'] {
  const known = new Set<string>()
  return (receipt, joinedRooms) => {
    const { event, ...fields } = receipt
    const key = JSON.stringify([identity(fields), event.event_id])
    const span = readByReceipt(receipt, joinedRooms)
    if (known.has(key)) return change(span)
    known.add(key)
    return span
  }
}

import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import { fault } from './fault.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/** Faults of what receipts, markers and sending mark as read. */
export const READING_FAULTS = [
  fault('counts.receipt-ignored', 'counts.read-clears', 'Receipts mark nothing as read', 'counts', () => ({
    readByReceipt: () => undefined,
  })),
  fault(
    'counts.receipt-reads-later',
    'receipts.later-stay-unread',
    'A receipt also marks what came after it as read',
    'counts',
    (correct) => ({
      readByReceipt(receipt, joinedRooms) {
        const span = correct.readByReceipt(receipt, joinedRooms)
        return span === undefined ? undefined : { ...span, upTo: EVERYTHING }
      },
    }),
  ),
  fault(
    'counts.receipt-leaves-its-event',
    'counts.read-clears',
    'A receipt leaves its own event unread',
    'counts',
    (correct) => ({
      readByReceipt(receipt, joinedRooms) {
        const span = correct.readByReceipt(receipt, joinedRooms)
        return span === undefined ? undefined : { ...span, upTo: span.upTo - 1 }
      },
    }),
  ),
  fault(
    'counts.receipt-reads-other-rooms',
    'counts.per-room',
    'A receipt marks other rooms as read',
    'counts',
    (correct) => ({
      readByReceipt(receipt, joinedRooms) {
        const span = correct.readByReceipt(receipt, joinedRooms)
        return span === undefined ? undefined : { ...span, rooms: joinedRooms, upTo: EVERYTHING }
      },
    }),
  ),
  fault(
    'counts.private-receipt-ignored',
    'receipts.private-clears',
    'Private receipts mark nothing as read',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) =>
        receipt.type === 'm.read.private' ? undefined : correct.readByReceipt(receipt, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.fully-read-reads',
    'markers.and-counts',
    'The fully-read marker marks notifications as read',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) => correct.readByReceipt({ ...receipt, type: 'm.read' }, joinedRooms),
    }),
  ),
  fault(
    'counts.threaded-receipt-reads-room',
    'receipts.thread',
    'A threaded receipt marks the whole room as read',
    'counts',
    (correct) => ({
      readByReceipt: ({ thread_id: _, ...receipt }, joinedRooms) => correct.readByReceipt(receipt, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.unthreaded-receipt-leaves-threads',
    'receipts.unthreaded',
    'An unthreaded receipt leaves threads unread',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) =>
        correct.readByReceipt({ thread_id: MAIN_THREAD, ...receipt }, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.sending-reads-nothing',
    'receipts.sending-reads',
    'Sending an event leaves earlier ones unread',
    'counts',
    () => ({
      readBySending: () => undefined,
    }),
  ),
  fault(
    'counts.unrelated-thread-accepted',
    'receipts.foreign-thread',
    'A receipt for an event of another thread is accepted',
    'counts',
    () => ({
      isAcknowledgeable: () => true,
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.private-receipt-reads-later',
    ['receipts.furthest-counts', 'receipts.later-stay-unread'],
    'A private receipt also marks what came after it as read',
    'counts',
    (correct) => ({
      readByReceipt(receipt, joinedRooms) {
        const span = correct.readByReceipt(receipt, joinedRooms)
        return span === undefined || receipt.type !== 'm.read.private' ? span : { ...span, upTo: EVERYTHING }
      },
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.main-receipt-reads-threads',
    'receipts.main-timeline',
    'A receipt for the main timeline marks the threads as read too',
    'counts',
    (correct) => ({
      readByReceipt: ({ thread_id, ...receipt }, joinedRooms) =>
        correct.readByReceipt(
          thread_id === undefined || thread_id === MAIN_THREAD ? receipt : { ...receipt, thread_id },
          joinedRooms,
        ),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.main-receipt-ignored',
    'receipts.main-timeline',
    'A receipt for the main timeline marks nothing as read',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) =>
        receipt.thread_id === MAIN_THREAD ? undefined : correct.readByReceipt(receipt, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
]

import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import { fault } from './fault.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/** Faults of unread counts, and of what receipts mark as read. */
export const COUNT_FAULTS = [
  fault('counts.always-zero', 'The counts in /sync stay at zero', 'counts', (correct) => ({
    inSync: () => correct.inSync([], false),
  })),
  fault('counts.missing', 'There are no counts in /sync', 'counts', () => ({
    inSync: () => ({}) as { unread_notifications: object },
  })),
  fault('counts.highlights-always-zero', 'highlight_count stays at zero', 'counts', () => ({
    isHighlight: () => false,
  })),
  fault('counts.valueless-highlight-ignored', 'A highlight tweak without a value does not count', 'counts', () => ({
    isHighlight: ({ actions }) =>
      actions.some((action) => typeof action === 'object' && action.set_tweak === 'highlight' && action.value === true),
  })),
  fault('counts.all-highlights', 'Every notification counts as a highlight', 'counts', () => ({
    isHighlight: () => true,
  })),
  fault('counts.receipt-ignored', 'Receipts mark nothing as read', 'counts', () => ({
    readByReceipt: () => undefined,
  })),
  fault('counts.receipt-reads-later', 'A receipt also marks what came after it as read', 'counts', (correct) => ({
    readByReceipt(receipt, joinedRooms) {
      const span = correct.readByReceipt(receipt, joinedRooms)
      return span === undefined ? undefined : { ...span, upTo: EVERYTHING }
    },
  })),
  fault('counts.receipt-leaves-its-event', 'A receipt leaves its own event unread', 'counts', (correct) => ({
    readByReceipt(receipt, joinedRooms) {
      const span = correct.readByReceipt(receipt, joinedRooms)
      return span === undefined ? undefined : { ...span, upTo: span.upTo - 1 }
    },
  })),
  fault('counts.receipt-reads-other-rooms', 'A receipt marks other rooms as read', 'counts', (correct) => ({
    readByReceipt(receipt, joinedRooms) {
      const span = correct.readByReceipt(receipt, joinedRooms)
      return span === undefined ? undefined : { ...span, rooms: joinedRooms, upTo: EVERYTHING }
    },
  })),
  fault(
    'counts.private-receipt-ignored',
    'Private receipts mark nothing as read',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) =>
        receipt.type === 'm.read.private' ? undefined : correct.readByReceipt(receipt, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault('counts.fully-read-reads', 'The fully-read marker marks notifications as read', 'counts', (correct) => ({
    readByReceipt: (receipt, joinedRooms) => correct.readByReceipt({ ...receipt, type: 'm.read' }, joinedRooms),
  })),
  fault(
    'counts.threaded-receipt-reads-room',
    'A threaded receipt marks the whole room as read',
    'counts',
    (correct) => ({
      readByReceipt: ({ thread_id: _, ...receipt }, joinedRooms) => correct.readByReceipt(receipt, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.unthreaded-receipt-leaves-threads',
    'An unthreaded receipt leaves threads unread',
    'counts',
    (correct) => ({
      readByReceipt: (receipt, joinedRooms) =>
        correct.readByReceipt({ thread_id: MAIN_THREAD, ...receipt }, joinedRooms),
    }),
    { since: 'v1.4' },
  ),
  fault('counts.sending-reads-nothing', 'Sending an event leaves earlier ones unread', 'counts', () => ({
    readBySending: () => undefined,
  })),
  fault(
    'counts.main-includes-threads',
    'The main count includes threads that are told apart',
    'counts',
    (correct) => ({
      inSync: (threads, perThread) => ({
        ...correct.inSync(threads, perThread),
        unread_notifications: correct.inSync(threads, false).unread_notifications,
      }),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.threads-never-apart',
    'Threads are not told apart',
    'counts',
    (correct) => ({
      inSync: (threads) => correct.inSync(threads, false),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.threads-always-apart',
    'Threads are told apart when nobody asked',
    'counts',
    (correct) => ({
      inSync: (threads) => correct.inSync(threads, true),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.unrelated-thread-accepted',
    'A receipt for an event of another thread is accepted',
    'counts',
    () => ({
      isAcknowledgeable: () => true,
    }),
    { since: 'v1.4' },
  ),
]

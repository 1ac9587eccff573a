import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { ThreadCounts } from '../homeserver/storage/notifications.ts'
import { fault } from './fault.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/** Faults of unread counts, and of what receipts mark as read. */
export const COUNT_FAULTS = [
  fault(
    'counts.always-zero',
    ['counts.in-sync', 'counts.total'],
    'The counts in /sync stay at zero',
    'counts',
    (correct) => ({
      inSync: () => correct.inSync([], false),
    }),
  ),
  fault('counts.missing', 'counts.in-sync', 'There are no counts in /sync', 'counts', () => ({
    inSync: () => ({}) as { unread_notifications: object },
  })),
  fault('counts.highlights-always-zero', 'counts.highlight', 'highlight_count stays at zero', 'counts', () => ({
    isHighlight: () => false,
  })),
  fault(
    'counts.valueless-highlight-ignored',
    'actions.highlight-default',
    'A highlight tweak without a value does not count',
    'counts',
    () => ({
      isHighlight: ({ actions }) =>
        actions.some(
          (action) => typeof action === 'object' && action.set_tweak === 'highlight' && action.value === true,
        ),
    }),
  ),
  fault('counts.all-highlights', 'counts.highlight', 'Every notification counts as a highlight', 'counts', () => ({
    isHighlight: () => true,
  })),
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
    'counts.main-includes-threads',
    'counts.main-timeline',
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
    'counts.threads',
    'Threads are not told apart',
    'counts',
    (correct) => ({
      inSync: (threads) => correct.inSync(threads, false),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.threads-always-apart',
    'counts.threads-on-request',
    'Threads are told apart when nobody asked',
    'counts',
    (correct) => ({
      inSync: (threads) => correct.inSync(threads, true),
    }),
    { since: 'v1.4' },
  ),
  fault(
    'counts.one-sync-late',
    'counts.same-sync',
    'The counts of a room are those of the answer before',
    'counts',
    (correct) => {
      const before = new Map<string, readonly ThreadCounts[]>()
      return {
        inSync(threads, perThread) {
          const roomId = threads[0]?.room_id
          if (roomId === undefined) return correct.inSync(threads, perThread)
          const told = before.get(roomId) ?? []
          before.set(roomId, threads)
          return correct.inSync(told, perThread)
        },
      }
    },
  ),
  fault(
    'counts.relations-to-root-in-thread',
    'counts.thread-root',
    'What relates to an event in any way counts as a thread of that event',
    'counts',
    () => ({ thread: (_store, _roomId, content) => relatedEvent(content) ?? MAIN_THREAD }),
    { since: 'v1.9' },
  ),
  fault(
    'counts.relations-in-main',
    'counts.thread-relations',
    'What relates to an event of a thread counts in the main timeline',
    'counts',
    (correct) => ({
      thread: (store, roomId, content) =>
        relationType(content) === 'm.thread' ? correct.thread(store, roomId, content) : MAIN_THREAD,
    }),
    { since: 'v1.4' },
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
]

function relatedEvent(content: JsonObject): string | undefined {
  const relation = content['m.relates_to']
  return isObject(relation) && typeof relation.event_id === 'string' ? relation.event_id : undefined
}

function relationType(content: JsonObject): unknown {
  const relation = content['m.relates_to']
  return isObject(relation) ? relation.rel_type : undefined
}

import { isObject, type JsonObject } from '../homeserver/body.ts'
import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import type { ThreadCounts } from '../homeserver/storage/notifications.ts'
import { type Fault, fault } from './fault.ts'
import { isSummed, summing } from './helpers/summing.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/** Time of the last receipt in each room, in Unix milliseconds, for the fault that counts again what it left. */
const receiptTimes = new Map<string, number>()

/** Faults of unread counts. */
export const UNREAD_COUNTS_FAULTS: readonly Fault[] = [
  fault({
    name: 'unread-counts.always-zero',
    breaks: ['unread-counts.in-sync', 'unread-counts.total'],
    summary: 'The counts in /sync stay at zero',
    changes: {
      unreadCounts: (correct) => ({
        inSync: () => correct.inSync([], false),
      }),
    },
  }),
  fault({
    name: 'unread-counts.missing',
    breaks: ['unread-counts.in-sync'],
    summary: 'There are no counts in /sync',
    changes: {
      unreadCounts: () => ({
        inSync: () => ({}) as { unread_notifications: object },
      }),
    },
  }),
  fault({
    name: 'unread-counts.highlights-always-zero',
    breaks: ['unread-counts.highlight'],
    summary: 'highlight_count stays at zero',
    changes: {
      unreadCounts: () => ({
        isHighlight: () => false,
      }),
    },
  }),
  fault({
    name: 'unread-counts.only-with-pusher',
    breaks: ['unread-counts.without-pusher', 'notifications.without-pusher'],
    summary: 'Nothing is counted or listed for users without a pusher',
    changes: { unreadCounts: () => ({ isCounted: (userId, pushers) => pushers.ofUser(userId).length > 0 }) },
  }),
  fault({
    name: 'unread-counts.rooms-added-up',
    breaks: ['unread-counts.per-room'],
    summary: 'The counts of a room in /sync include those of the rooms before it in the response',
    changes: {
      unreadCounts: (correct) => {
        let before: readonly ThreadCounts[] = []
        return {
          inSync(threads, perThread) {
            // A response is built without interruption, so a later microtask belongs to another one
            if (before.length === 0) queueMicrotask(() => (before = []))
            before = [...before, ...threads]
            return correct.inSync(before, perThread)
          },
        }
      },
    },
  }),
  fault({
    name: 'unread-counts.all-are-highlights',
    breaks: ['unread-counts.highlight'],
    summary: 'Every notification counts as a highlight',
    changes: {
      unreadCounts: () => ({
        isHighlight: () => true,
      }),
    },
  }),
  fault({
    name: 'unread-counts.main-includes-threads',
    breaks: ['unread-counts.main-timeline'],
    summary: 'The count of the main timeline includes threads that are counted separately',
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        inSync: (threads, perThread) => ({
          ...correct.inSync(threads, perThread),
          unread_notifications: correct.inSync(threads, false).unread_notifications,
        }),
      }),
    },
  }),
  fault({
    name: 'unread-counts.thread-highlights-lost',
    breaks: ['unread-counts.highlight'],
    summary: 'The highlight count of a room does not include highlights in threads',
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        inSync: (threads, perThread) =>
          correct.inSync(
            threads.map((one) => (perThread || one.thread_id === MAIN_THREAD ? one : { ...one, highlights: 0 })),
            perThread,
          ),
      }),
    },
  }),
  fault({
    name: 'unread-counts.threads-never-separate',
    breaks: ['unread-counts.threads'],
    summary: 'Threads are never counted separately',
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        inSync: (threads) => correct.inSync(threads, false),
      }),
    },
  }),
  fault({
    name: 'unread-counts.threads-always-separate',
    breaks: ['unread-counts.threads-on-request'],
    summary: 'Threads are counted separately without being asked for',
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        inSync: (threads) => correct.inSync(threads, true),
      }),
    },
  }),
  fault({
    name: 'unread-counts.one-sync-late',
    breaks: ['unread-counts.same-sync-response'],
    summary: 'The counts of a room are those of the previous response',
    changes: {
      unreadCounts: (correct) => {
        const before = new Map<string, readonly ThreadCounts[]>()
        return {
          inSync(threads, perThread) {
            const roomId = threads[0]?.room_id
            if (roomId === undefined) return correct.inSync(threads, perThread)
            const previous = before.get(roomId) ?? []
            before.set(roomId, threads)
            return correct.inSync(previous, perThread)
          },
        }
      },
    },
  }),
  fault({
    name: 'unread-counts.waiting-sync-not-woken',
    breaks: ['unread-counts.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when a receipt of the user changes the counts',
    changes: { unreadCounts: () => ({ wakesReader: () => false }) },
  }),
  fault({
    name: 'unread-counts.waiting-sync-not-woken-by-private-receipt',
    breaks: ['unread-counts.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when a private receipt changes the counts',
    span: { since: 'v1.4' },
    changes: { unreadCounts: () => ({ wakesReader: ({ type }) => type !== 'm.read.private' }) },
  }),
  fault({
    name: 'unread-counts.waiting-sync-not-woken-by-thread-receipt',
    breaks: ['unread-counts.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when a receipt for a thread changes the counts',
    span: { since: 'v1.4' },
    changes: { unreadCounts: () => ({ wakesReader: ({ thread_id }) => thread_id === undefined }) },
  }),
  fault({
    name: 'unread-counts.changed-alone-not-reported',
    breaks: ['unread-counts.in-sync', 'unread-counts.wakes-waiting-sync'],
    summary: '/sync contains no private receipts, and not the counts that they change either',
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        isShown: (receipt, userId) => receipt.type !== 'm.read.private' && correct.isShown(receipt, userId),
      }),
      unreadCounts: () => ({ reportsAlone: false }),
    },
  }),
  fault({
    name: 'unread-counts.relations-to-root-in-thread',
    breaks: ['unread-counts.thread-root'],
    summary: 'Any relation to an event counts as a thread of that event',
    span: { since: 'v1.9' },
    changes: { unreadCounts: () => ({ thread: (_store, _roomId, content) => relatedEvent(content) ?? MAIN_THREAD }) },
  }),
  fault({
    name: 'unread-counts.replies-in-thread',
    breaks: ['unread-counts.thread-root', 'receipts.main-timeline'],
    summary: 'A reply that is in no thread counts as one in the thread of the event that it replies to',
    span: { since: 'v1.9' },
    changes: {
      unreadCounts: (correct) => ({
        thread: (store, roomId, content) => repliedTo(content) ?? correct.thread(store, roomId, content),
      }),
    },
  }),
  fault({
    name: 'unread-counts.relations-in-main',
    breaks: ['unread-counts.thread-relations'],
    summary: 'Events that relate to an event in a thread count in the main timeline',
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        thread: (store, roomId, content) =>
          relationType(content) === 'm.thread' ? correct.thread(store, roomId, content) : MAIN_THREAD,
      }),
    },
  }),
  fault({
    name: 'unread-counts.sum-forgets-other-rooms',
    breaks: ['unread-counts.in-sync', 'payload.unread-count'],
    summary: 'A background job sums up the counts of one room, and forgets those of the others',
    changes: {
      unreadCounts: summing((summed) => summed.filter(({ room_id }) => room_id === summed.at(-1)?.room_id)),
    },
  }),
  fault({
    name: 'unread-counts.sum-forgets-highlights',
    breaks: ['unread-counts.highlight'],
    summary: 'A background job sums up the counts, and forgets which notifications are highlights',
    changes: { unreadCounts: summing((summed) => summed.map((one) => ({ ...one, highlight: false }))) },
  }),
  fault({
    name: 'unread-counts.sum-forgets-threads',
    breaks: ['unread-counts.threads'],
    summary: 'A background job sums up the counts, and forgets which notifications are in threads',
    span: { since: 'v1.4' },
    changes: { unreadCounts: summing((summed) => summed.map((one) => ({ ...one, thread_id: MAIN_THREAD }))) },
  }),
  fault({
    name: 'unread-counts.sum-counts-again-after-receipt',
    breaks: ['unread-counts.in-sync'],
    summary: 'A background job counts again what a receipt in the middle has left unread',
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          receiptTimes.set(receipt.room_id, Date.now())
          return correct.readByReceipt(receipt, joinedRooms)
        },
      }),
      unreadCounts: summing((summed) => {
        const again = summed.filter(({ room_id, ts }) => {
          const receiptTime = receiptTimes.get(room_id)
          return receiptTime !== undefined && ts <= receiptTime && isSummed(receiptTime)
        })
        return [...summed, ...again]
      }),
    },
  }),
  fault({
    name: 'unread-counts.sum-read-by-any-receipt',
    breaks: ['unread-counts.in-sync', 'receipts.later-stay-unread'],
    summary: 'A receipt for an event that a background job has summed up marks all that it summed up as read',
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          const span = correct.readByReceipt(receipt, joinedRooms)
          return span === undefined || !isSummed(receipt.event.origin_server_ts) ? span : { ...span, upTo: EVERYTHING }
        },
      }),
    },
  }),
  fault({
    name: 'unread-counts.sum-stays-unread',
    breaks: ['unread-counts.in-sync', 'receipts.marks-read'],
    summary: 'A receipt for an event that a background job has summed up marks nothing as read',
    changes: {
      receipts: (correct) => ({
        readByReceipt: (receipt, joinedRooms) =>
          isSummed(receipt.event.origin_server_ts) ? undefined : correct.readByReceipt(receipt, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'unread-counts.receipt-marks-other-rooms-read',
    breaks: ['unread-counts.per-room'],
    summary: 'A receipt marks other rooms as read',
    changes: {
      receipts: (correct) => ({
        readByReceipt(receipt, joinedRooms) {
          const span = correct.readByReceipt(receipt, joinedRooms)
          return span === undefined ? undefined : { ...span, rooms: joinedRooms, upTo: EVERYTHING }
        },
      }),
    },
  }),
]

function relatedEvent(content: JsonObject): string | undefined {
  const relation = content['m.relates_to']
  return isObject(relation) && typeof relation.event_id === 'string' ? relation.event_id : undefined
}

function relationType(content: JsonObject): unknown {
  const relation = content['m.relates_to']
  return isObject(relation) ? relation.rel_type : undefined
}

/** Returns the ID of the event that an event without a relation type replies to. */
function repliedTo({ 'm.relates_to': relation }: JsonObject): string | undefined {
  const reply = isObject(relation) && relation.rel_type === undefined ? relation['m.in_reply_to'] : undefined
  return isObject(reply) && typeof reply.event_id === 'string' ? reply.event_id : undefined
}

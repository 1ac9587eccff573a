import { isObject, type JsonObject } from '../homeserver/body.ts'
import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import type { ThreadCounts } from '../homeserver/storage/notifications.ts'
import { fault } from './fault.ts'

/** Faults of unread counts, besides those of what marks notifications as read. */
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
  fault(
    'counts.highlight-value-ignored',
    'actions.highlight-false',
    'A highlight tweak counts though it is false',
    'counts',
    () => ({
      isHighlight: ({ actions }) =>
        actions.some((action) => typeof action === 'object' && action.set_tweak === 'highlight'),
    }),
  ),
  fault(
    'counts.with-pusher-alone',
    ['counts.without-pusher', 'notifications.without-pusher'],
    'Users without a pusher have nothing counted and listed',
    'counts',
    () => ({ isKept: (userId, pushers) => pushers.ofUser(userId).length > 0 }),
  ),
  fault(
    'counts.rooms-added-up',
    'counts.per-room',
    'The counts of a room in /sync include those of the rooms before it in the answer',
    'counts',
    (correct) => {
      let before: readonly ThreadCounts[] = []
      return {
        inSync(threads, perThread) {
          // An answer is made in one go: what comes in a later turn is of another one
          if (before.length === 0) queueMicrotask(() => (before = []))
          before = [...before, ...threads]
          return correct.inSync(before, perThread)
        },
      }
    },
  ),
  fault('counts.all-highlights', 'counts.highlight', 'Every notification counts as a highlight', 'counts', () => ({
    isHighlight: () => true,
  })),
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
]

function relatedEvent(content: JsonObject): string | undefined {
  const relation = content['m.relates_to']
  return isObject(relation) && typeof relation.event_id === 'string' ? relation.event_id : undefined
}

function relationType(content: JsonObject): unknown {
  const relation = content['m.relates_to']
  return isObject(relation) ? relation.rel_type : undefined
}

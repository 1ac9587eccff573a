import { isObject } from '../body.ts'
import type { Store } from '../storage/store.ts'

/** ID of the main timeline, for events outside of threads. */
export const MAIN_THREAD = 'main'

/** Maximum number of relations to follow before the one that names the thread. */
const MAX_HOPS = 3

/**
 * Returns the thread of an event with this content: the root in its own `m.thread` relation, or in that of an event that
 * it relates to, directly or through a few others; `main` otherwise.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#threading
 */
export function threadOf(store: Store, roomId: string, content: Record<string, unknown>): string {
  let relation = relationOf(content)
  for (let hops = 0; relation !== undefined && hops <= MAX_HOPS; hops += 1) {
    if (relation.type === 'm.thread') return relation.eventId
    const parent = store.events.find(roomId, relation.eventId)
    relation = parent === undefined ? undefined : relationOf(parent.content)
  }
  return MAIN_THREAD
}

function relationOf(content: Record<string, unknown>): { type: string; eventId: string } | undefined {
  const relation = content['m.relates_to']
  if (!isObject(relation)) return undefined
  const { rel_type: type, event_id: eventId } = relation
  return typeof type === 'string' && typeof eventId === 'string' ? { type, eventId } : undefined
}

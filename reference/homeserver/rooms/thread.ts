import { isObject } from '../body.ts'
import type { Store } from '../storage/store.ts'

/** The thread of events that belong to none. */
export const MAIN_THREAD = 'main'

/** How many relations are followed upwards, beginning with the event's own, besides the one that names the thread. */
const MAX_HOPS = 3

/**
 * The thread that an event with this content belongs to: the root that it, or an event that it relates to through a
 * few others, names by an `m.thread` relation; else `main`.
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

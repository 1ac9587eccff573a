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
  return relationsFrom(store, roomId, content).find(({ type }) => type === 'm.thread')?.eventId ?? MAIN_THREAD
}

/** Returns the IDs of the events that an event with this content relates to, directly or through a few others. */
export function relatedEvents(store: Store, roomId: string, content: Record<string, unknown>): string[] {
  return relationsFrom(store, roomId, content).map(({ eventId }) => eventId)
}

/** Relation of an event to another one. */
interface Relation {
  type: string
  eventId: string
}

/** Returns the relation in this content, and those that follow from it, nearest first. */
function relationsFrom(store: Store, roomId: string, content: Record<string, unknown>): Relation[] {
  const relations: Relation[] = []
  let relation = relationOf(content)
  while (relation !== undefined && relations.length <= MAX_HOPS) {
    relations.push(relation)
    const parent = store.events.find(roomId, relation.eventId)
    relation = parent === undefined ? undefined : relationOf(parent.content)
  }
  return relations
}

function relationOf(content: Record<string, unknown>): Relation | undefined {
  const relation = content['m.relates_to']
  if (!isObject(relation)) return undefined
  const { rel_type: type, event_id: eventId } = relation
  return typeof type === 'string' && typeof eventId === 'string' ? { type, eventId } : undefined
}

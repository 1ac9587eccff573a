import type { RoomView } from '../rooms/visibility.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import type { EventFilter } from './filter.ts'

/** Which page of a room's events is wanted. */
export interface PageRequest {
  roomId: string
  /** `b` goes back in time, `f` forwards */
  direction: 'b' | 'f'
  /** Events after this position (forwards), or up to and including it (back) */
  from: number
  /** The position at which to stop, from the other side; default: where the room begins or ends */
  to?: number
  /** Events to tell, and at most so many */
  filter: EventFilter
}

/** Some events, in the order in which they were asked for. */
export interface Page {
  events: StoredEvent[]
  /** Where the next page begins; absent when there is none */
  end?: number
}

/** How many events one request looks at: with a filter that hits nothing, pages stay empty and have an end. */
const MAX_SCANNED = 1000

/** One page of the events of a room that the user may see. */
export function readPage({ history }: Store, view: RoomView, request: PageRequest): Page {
  const { roomId, direction, filter, to } = request
  const isBack = direction === 'b'
  const events: StoredEvent[] = []
  let [from, scanned] = [request.from, 0]
  for (;;) {
    const size = Math.min(Math.max(filter.limit - events.length, 1), MAX_SCANNED - scanned)
    const rows = isBack
      ? history.backwards(roomId, to ?? 0, from, size)
      : history.forwards(roomId, from, to ?? Number.MAX_SAFE_INTEGER, size)
    events.push(...rows.filter((event) => view.shows(event) && filter.accepts(event)))
    scanned += rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < size) return { events }
    from = isBack ? last.position - 1 : last.position
    if (events.length >= filter.limit || scanned >= MAX_SCANNED) return { events, end: from }
  }
}

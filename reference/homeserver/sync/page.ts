import type { RoomView } from '../rooms/visibility.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import type { EventFilter } from './filter.ts'

/** Page of a room's events to read. */
export interface PageRequest {
  roomId: string
  /** `b` for backwards in time, `f` for forwards */
  direction: 'b' | 'f'
  /** Position after which (forwards) or up to and including which (backwards) to read */
  from: number
  /** Position at which to stop; default: the start or end of the room */
  to?: number
  /** Filter for the events, with their maximum number */
  filter: EventFilter
}

/** Page of events, in the requested direction. */
export interface EventPage {
  events: StoredEvent[]
  /** Position at which the next page starts; absent if there is none */
  end?: number
}

/** Maximum number of events that one request examines. A page can be empty and still have an end. */
const MAX_SCANNED = 1000

/** Reads one page of the events of a room that the user may see. */
export function readPage({ history }: Store, view: RoomView, request: PageRequest): EventPage {
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

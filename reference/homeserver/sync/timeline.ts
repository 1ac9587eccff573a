import type { Session } from '../auth.ts'
import { clientEventWithoutRoomId } from '../rooms/client-event.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import type { EventFilter, SyncFilter } from './filter.ts'
import { syncToken } from './token.ts'

/** The part of a room's events that a sync tells, and of the state what came before them. */
export interface Span {
  roomId: string
  /** Events after this position */
  after: number
  /** up to and including this one */
  upTo: number
  /** State after this position; below `after` where the client knows none yet */
  stateAfter: number
}

/** The `timeline` and `state` of a room. */
export function timelineAndState(store: Store, span: Span, { room }: SyncFilter, session: Session) {
  const { events, limited } = newest(store, span, room.timeline)
  const start = events[0]?.position ?? span.upTo + 1
  const state = store.events
    .stateBetween(span.roomId, span.stateAfter, start - 1)
    .filter((event) => room.state.accepts(event))
  const shown = (event: StoredEvent) => clientEventWithoutRoomId(store, event, session)
  return {
    timeline: { events: events.map(shown), limited, prev_batch: syncToken(start - 1) },
    state: { events: state.map(shown) },
  }
}

function newest(store: Store, { roomId, after, upTo }: Span, filter: EventFilter) {
  const events: StoredEvent[] = []
  for (const event of store.events.backwards(roomId, after, upTo)) {
    if (!filter.accepts(event)) continue
    if (events.length === filter.limit) return { events: events.reverse(), limited: true }
    events.push(event)
  }
  return { events: events.reverse(), limited: false }
}

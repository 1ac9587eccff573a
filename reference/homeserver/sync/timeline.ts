import type { Session } from '../auth.ts'
import { clientEventWithoutRoomId } from '../rooms/client-event.ts'
import type { RoomView } from '../rooms/visibility.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import type { SyncFilter } from './filter.ts'
import { syncToken } from './token.ts'

/** Maximum number of events of a room that are scanned for matches of a filter; clients get the rest from /messages. */
const MAX_SCANNED = 10_000

/** Span of a room's events, and of the state before them, that a sync reports. */
export interface TimelineSpan {
  roomId: string
  /** Position after which events are reported */
  after: number
  /** Position up to and including which events are reported */
  upTo: number
  /** Position after which state is reported; less than `after` if the client does not know the state yet */
  stateAfter: number
  /** Parts of the room that the user may see */
  view: RoomView
}

/** Returns the `timeline` and `state` of a room. */
export function timelineAndState(store: Store, span: TimelineSpan, { room }: SyncFilter, session: Session) {
  const isShown = (event: StoredEvent) => room.timeline.accepts(event) && span.view.shows(event)
  const { events, skippedState, limited } = newest(store, span, room.timeline.limit, isShown)
  const start = events[0]?.position ?? span.upTo + 1
  const skipped = skippedState.filter((event) => event.position >= start)
  const skippedKeys = new Set(skipped.map(stateKey))
  const before = store.events
    .stateBetween(span.roomId, span.stateAfter, start - 1)
    .filter((event) => !skippedKeys.has(stateKey(event)))
  const state = [...before, ...skipped].filter((event) => room.state.accepts(event))
  const shown = (event: StoredEvent) => clientEventWithoutRoomId(store, event, session)
  return {
    timeline: { events: events.map(shown), limited, prev_batch: syncToken(start - 1) },
    state: { events: state.map(shown) },
  }
}

/** Returns the newest events to show, and the current state events that were skipped. */
function newest(store: Store, span: TimelineSpan, limit: number, isShown: (event: StoredEvent) => boolean) {
  const events: StoredEvent[] = []
  const skippedState: StoredEvent[] = []
  const seenKeys = new Set<string>()
  let [limited, scanned] = [false, 0]
  for (const event of store.events.backwards(span.roomId, span.after, span.upTo)) {
    const shown = isShown(event)
    if ((shown && events.length === limit) || scanned === MAX_SCANNED) {
      limited = true
      break
    }
    scanned += 1
    if (shown) events.push(event)
    if (event.state_key === undefined) continue
    if (!shown && !seenKeys.has(stateKey(event))) skippedState.push(event)
    seenKeys.add(stateKey(event))
  }
  return { events: events.reverse(), skippedState: skippedState.reverse(), limited }
}

function stateKey({ type, state_key = '' }: StoredEvent): string {
  return JSON.stringify([type, state_key])
}

import type { Session } from '../auth.ts'
import { clientEventWithoutRoomId } from '../rooms/client-event.ts'
import type { RoomView } from '../rooms/visibility.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import type { SyncFilter } from './filter.ts'
import { syncToken } from './token.ts'

/** How many events one room is searched for those that a filter lets through; the rest is for /messages to find. */
const MAX_SCANNED = 10_000

/** The part of a room's events that a sync tells, and of the state what came before them. */
export interface Span {
  roomId: string
  /** Events after this position */
  after: number
  /** up to and including this one */
  upTo: number
  /** State after this position; below `after` where the client knows none yet */
  stateAfter: number
  /** What of them the user may see */
  view: RoomView
}

/** The `timeline` and `state` of a room. */
export function timelineAndState(store: Store, span: Span, { room }: SyncFilter, session: Session) {
  const isTold = (event: StoredEvent) => room.timeline.accepts(event) && span.view.shows(event)
  const { events, skippedState, limited } = newest(store, span, room.timeline.limit, isTold)
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

/** The newest events that are told, and what was passed over of the state and is still in force. */
function newest(store: Store, span: Span, limit: number, isTold: (event: StoredEvent) => boolean) {
  const events: StoredEvent[] = []
  const skippedState: StoredEvent[] = []
  const seenKeys = new Set<string>()
  let [limited, scanned] = [false, 0]
  for (const event of store.events.backwards(span.roomId, span.after, span.upTo)) {
    const told = isTold(event)
    if ((told && events.length === limit) || scanned === MAX_SCANNED) {
      limited = true
      break
    }
    scanned += 1
    if (told) events.push(event)
    if (event.state_key === undefined) continue
    if (!told && !seenKeys.has(stateKey(event))) skippedState.push(event)
    seenKeys.add(stateKey(event))
  }
  return { events: events.reverse(), skippedState: skippedState.reverse(), limited }
}

function stateKey({ type, state_key = '' }: StoredEvent): string {
  return JSON.stringify([type, state_key])
}

import type { EventView } from './event-view.ts'
import type { PropertyPath } from './property-path.ts'
import type { RoomContext } from './types.ts'

/** A condition made ready. */
export interface Condition {
  /** Whether it holds for an event, and for the owner of the rules in the room of the event */
  holds(view: EventView, room: RoomContext): boolean
  indexKey?: IndexKey | undefined
}

/**
 * Something to find a condition by, because it cannot hold without: the property at this path is this text, or the
 * body has this text among its words. Letter case is folded on both sides.
 */
export interface IndexKey {
  place: PropertyPath | 'words'
  text: string
  /** Whether the condition holds wherever this is found, so that it need not be looked at again */
  suffices: boolean
}

/** What a condition becomes that is malformed, or of a kind that the profile does not know. */
export const NEVER: Condition = { holds: () => false }

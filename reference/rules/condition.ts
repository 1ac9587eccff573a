import type { EventView } from './event-view.ts'
import type { PropertyPath } from './property-path.ts'
import type { RoomContext } from './types.ts'

/** Compiled condition. */
export interface Condition {
  /** Reports whether it holds for an event, and for the owner of the rules in the room of the event. */
  holds(view: EventView, room: RoomContext): boolean

  /** Key by which the condition can be found; absent if there is none */
  indexKey?: IndexKey | undefined
}

/**
 * Necessary condition for a condition, by which it can be found: the property at this path is this text, or this text is
 * among the words of the body. Letter case is folded on both sides.
 */
export interface IndexKey {
  place: PropertyPath | 'words'
  text: string

  /** True if this is also sufficient, so that the condition need not be checked again */
  suffices: boolean
}

/** Condition that never holds, for one that is malformed or of an unknown kind. */
export const NEVER: Condition = { holds: () => false }

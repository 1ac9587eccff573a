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

  /** Text that the folded body contains; only for words */
  literal?: Literal

  /** True if this is also sufficient, so that the condition need not be checked again */
  suffices: boolean
}

/** Folded text that every match of a pattern contains. */
export interface Literal {
  text: string

  /** True if the text is the whole pattern, so that it starts and ends at a word boundary */
  isWhole: boolean
}

/** Condition that never holds, for one that is malformed or of an unknown kind. */
export const NEVER: Condition = { holds: () => false }

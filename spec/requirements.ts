import rows from './generated/requirements.json' with { type: 'json' }
import type { Span } from './versions.ts'

/**
 * How firmly the specification asks for something, firmest first.
 *
 * - `must`: it says MUST or MUST NOT
 * - `stated`: it says plainly that it is so
 * - `schema`: a schema requires the field or the type
 * - `should`: it says SHOULD, or "should" and the like
 * - `may`: it allows it
 * - `unspecified`: it is silent, and servers differ
 */
export const LEVELS = ['must', 'stated', 'schema', 'should', 'may', 'unspecified'] as const

/** How firmly the specification asks for something. */
export type Level = (typeof LEVELS)[number]

/** One rule of the specification; the span says which versions have it. */
export interface Requirement extends Span {
  /** Public and lasting */
  id: string
  level: Level
  /** Link to the section that says so */
  section: string
  /** The rule in our own words */
  text: string
  /** Why no case can verify it; never beside `awaits` */
  excluded?: string
  /** The cases that will verify it, for a rule that shows outside and has no case yet */
  awaits?: string
}

/** The requirement register, in the order of its files. */
export const requirements: readonly Requirement[] = rows as Requirement[]

const byId = new Map(requirements.map((row) => [row.id, row]))

/**
 * The requirement with this ID.
 *
 * @throws {RangeError} when the register has none
 */
export function requirement(id: string): Requirement {
  const found = byId.get(id)
  if (found === undefined) {
    throw new RangeError(`There is no requirement "${id}" in spec/requirements; correct the ID or add a row`)
  }
  return found
}

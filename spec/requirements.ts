import rows from './generated/requirements.json' with { type: 'json' }
import type { Span } from './versions.ts'

/**
 * Levels of requirements, strictest first:
 *
 * - `must`: the specification says MUST or MUST NOT
 * - `stated`: it states the behaviour as a fact
 * - `schema`: a schema requires the property or the type
 * - `should`: it says SHOULD, "should" or an equivalent
 * - `may`: it allows the behaviour
 * - `unspecified`: it does not say, and servers differ
 */
export const LEVELS = ['must', 'stated', 'schema', 'should', 'may', 'unspecified'] as const

/** Level of a requirement. {@link LEVELS} explains each. */
export type Level = (typeof LEVELS)[number]

/** Requirement of the specification. `since` and `until` say which versions have it. */
export interface Requirement extends Span {
  /** Topic, a dot and a name, such as `pushers.append`; stable across releases of Plexor */
  id: string
  /** Strictness of the requirement */
  level: Level
  /** URL of the section of the specification */
  section: string
  /** One English sentence that says what is required */
  text: string
  /** Reason why no test case can verify it, as a phrase; absent if cases can */
  excluded?: string
}

/** Catalogue of requirements, sorted by topic. */
export const requirements: readonly Requirement[] = rows as Requirement[]

const byId = new Map(requirements.map((row) => [row.id, row]))

/**
 * Returns a requirement of the catalogue.
 *
 * @param id - the ID of the requirement
 * @throws {RangeError} when the catalogue has no such requirement
 */
export function requirement(id: string): Requirement {
  const found = byId.get(id)
  if (found === undefined) {
    throw new RangeError(`Unknown requirement "${id}"; correct the ID or add a row to spec/requirements`)
  }
  return found
}

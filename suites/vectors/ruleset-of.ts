import { atLeast, type Ruleset, type SpecVersion } from '../../spec/index.ts'
import document from './generated/vectors.json' with { type: 'json' }
import type { Vector, VectorDocument } from './vector.ts'

const { rulesets, vectors: rows } = document as unknown as VectorDocument

/** All vectors, by theme. */
export const vectors: readonly Vector[] = rows

/**
 * Returns the ruleset of a vector in one of its versions.
 *
 * @throws {RangeError} when the vector does not apply to that version
 */
export function rulesetOf(vector: Vector, specVersion: SpecVersion): Ruleset {
  if (vector.ruleset !== undefined) return vector.ruleset
  const named = vector.ruleset_by_version?.findLast(({ since }) => atLeast(specVersion, since))
  const ruleset = named && rulesets[named.name]
  if (ruleset === undefined) throw new RangeError(`The vector ${vector.id} has no ruleset for ${specVersion}`)
  return ruleset
}

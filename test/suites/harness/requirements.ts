import { type Level, requirements } from '../../../spec/index.ts'

/** Returns the first requirement of a level that applies to every spec version. */
export function ofLevel(level: Level): string {
  const found = requirements.find((row) => row.level === level && row.since === undefined && row.until === undefined)
  if (found === undefined)
    throw new Error(`The catalogue has no requirement of the level "${level}" for all spec versions`)
  return found.id
}

import { type Level, requirements } from '../../../spec/index.ts'

/** The first requirement of a level, for cases that tests make; it holds at every profile. */
export function ofLevel(level: Level): string {
  const found = requirements.find((row) => row.level === level && row.since === undefined && row.until === undefined)
  if (found === undefined) throw new Error(`The register has no requirement of the level ${level} for all profiles`)
  return found.id
}

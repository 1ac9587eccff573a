import { parse } from 'yaml'
import { keyOf, type Mutant } from './mutant.ts'

/** Equivalent mutants, which do not change any outcome of the engine, with the reason. */
export interface NoChange {
  reason: string
  mutants: Mutant[]
}

/**
 * Reads the list of equivalent mutants.
 *
 * @throws {TypeError} when an entry is not valid, or is there twice
 */
export function readNoChange(yaml: string): NoChange[] {
  const list: NoChange[] = []
  const seen = new Set<string>()
  for (const { reason, mutants } of parse(yaml) as { reason: unknown; mutants: unknown }[]) {
    if (!isText(reason)) throw new TypeError('no-change.yaml: expected a reason in every entry, found one without')
    list.push({ reason, mutants: mutantsByFile(mutants).map(([file, entry]) => readMutant(file, entry, seen)) })
  }
  return list
}

/** Returns the entries of a map from files to lists, each with its file. */
function mutantsByFile(map: unknown): [string, unknown][] {
  return Object.entries(Object(map)).flatMap(([file, list]) => {
    if (!Array.isArray(list) || list.length === 0)
      throw new TypeError(`no-change.yaml, ${file}: expected a list of mutants, found ${JSON.stringify(list)}`)
    return list.map((entry: unknown): [string, unknown] => [file, entry])
  })
}

/** Reads a mutant of the list: `[line, from, to]`. */
function readMutant(file: string, entry: unknown, seen: Set<string>): Mutant {
  const [line, from, to] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (!isText(line) || !isText(from) || typeof to !== 'string') {
    throw new TypeError(`no-change.yaml, ${file}: expected [line, from, to], found ${JSON.stringify(entry)}`)
  }
  const mutant = { file, line, from, to }
  if (seen.has(keyOf(mutant)))
    throw new TypeError(`no-change.yaml, ${file}: ${JSON.stringify(entry)} is listed twice; remove one of them`)
  seen.add(keyOf(mutant))
  return mutant
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Comparison of the surviving mutants with the list. */
export interface Comparison {
  /** Number of listed survivors by reason */
  explained: { reason: string; count: number }[]

  /** Survivors that are not listed: a vector or a reason is missing */
  unexplained: Mutant[]

  /** Listed mutants that did not survive, or no longer exist */
  stale: Mutant[]
}

/**
 * Compares the surviving mutants with the list of equivalent ones.
 *
 * @param files files whose mutants were run; the entries of other files are ignored
 */
export function compare(survivors: readonly Mutant[], list: readonly NoChange[], files: readonly string[]): Comparison {
  const alive = new Set(survivors.map(keyOf))
  const listed = list.flatMap(({ mutants }) => mutants)
  const known = new Set(listed.map(keyOf))
  const explained = list.map(({ reason, mutants }) => {
    const keys = new Set(mutants.map(keyOf))
    return { reason, count: survivors.filter((mutant) => keys.has(keyOf(mutant))).length }
  })
  return {
    explained: explained.filter(({ count }) => count > 0),
    unexplained: survivors.filter((mutant) => !known.has(keyOf(mutant))),
    stale: listed.filter((mutant) => files.includes(mutant.file) && !alive.has(keyOf(mutant))),
  }
}

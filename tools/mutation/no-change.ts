import { parse } from 'yaml'
import { keyOf, type Mutant } from './mutant.ts'

/** Mutants that do not change what the engine comes to, with the reason why that is so. */
export interface NoChange {
  reason: string
  mutants: Mutant[]
}

/**
 * Reads the list of mutants that change nothing.
 *
 * @throws {TypeError} when it has an entry that is not whole, or the same one twice
 */
export function readNoChange(yaml: string): NoChange[] {
  const list: NoChange[] = []
  const seen = new Set<string>()
  for (const { reason, mutants } of parse(yaml) as { reason: unknown; mutants: unknown }[]) {
    if (!isText(reason)) throw new TypeError('An entry has no reason')
    list.push({ reason, mutants: mutantsByFile(mutants).map(([file, entry]) => readMutant(file, entry, seen)) })
  }
  return list
}

/** The entries of a map from files to lists, each with its file. */
function mutantsByFile(map: unknown): [string, unknown][] {
  return Object.entries(Object(map)).flatMap(([file, list]) => {
    if (!Array.isArray(list) || list.length === 0) throw new TypeError(`No mutants are listed for ${file}`)
    return list.map((entry: unknown): [string, unknown] => [file, entry])
  })
}

/** A mutant of the list: `[line, from, to]`. */
function readMutant(file: string, entry: unknown, seen: Set<string>): Mutant {
  const [line, from, to] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (!isText(line) || !isText(from) || typeof to !== 'string') {
    throw new TypeError(`The list has ${JSON.stringify(entry)} for ${file}, wanted [line, from, to]`)
  }
  const mutant = { file, line, from, to }
  if (seen.has(keyOf(mutant))) throw new TypeError(`The list has ${JSON.stringify(entry)} for ${file} twice`)
  seen.add(keyOf(mutant))
  return mutant
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** How survivors compare with the list. */
export interface Comparison {
  /** Survivors by the reason why they change nothing */
  explained: { reason: string; count: number }[]
  /** Survivors that are not in the list: a vector is missing, or a reason */
  unexplained: Mutant[]
  /** What is in the list and did not survive, or is no mutant any more */
  stale: Mutant[]
}

/**
 * Compares the mutants that survived with the list of those that change nothing.
 *
 * @param files those whose mutants were tried; what the list says of others is left alone
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

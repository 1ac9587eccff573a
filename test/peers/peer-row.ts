import { fileURLToPath } from 'node:url'
import { readSource, SourceError } from '../../spec/generation/source.ts'
import { cases } from '../../suites/index.ts'

/** A test of another suite, and what becomes of it here. */
export interface PeerRow {
  id: string
  /** The name of the test */
  test: string
  /** What it observes, in a few words */
  shows: string
  /** The cases that notice what it notices */
  cases?: string[]
  /** Why it is no requirement; instead of cases */
  excluded?: string
  /** What it asks for that the text does not say */
  beyond?: string
}

/** The suites, by the names of their files beside this one. */
export const PEERS = { sytest: 'SyTest', complement: 'Complement' } as const

export type Peer = keyof typeof PEERS

/**
 * The rows of a suite.
 *
 * @throws {SourceError} when a row is not built as it should be, or names a case that there is not
 */
export function rowsOf(peer: Peer): PeerRow[] {
  const { file, value, place } = readSource(fileURLToPath(new URL(`${peer}.yaml`, import.meta.url)))
  if (!Array.isArray(value)) throw new SourceError(`${file}: expected a list of rows`)
  const seen = new Set<unknown>()
  value.forEach((row, index) => {
    const problem = problemOf(row) ?? (seen.has(row.id) ? `the id ${row.id} is taken` : undefined)
    if (problem !== undefined) throw new SourceError(`${place([index])}: ${problem}`)
    seen.add(row.id)
  })
  return value
}

/** What is wrong with a row, as a sentence; undefined when nothing is. */
export function problemOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return `expected a row, found ${JSON.stringify(row)}`
  const { cases: named, ...texts } = row as Record<string, unknown>
  const allowed = ['id', 'test', 'shows', 'excluded', 'beyond']
  for (const [key, text] of Object.entries(texts)) {
    if (!allowed.includes(key)) return `the key ${key} is none that a row has`
    if (typeof text !== 'string' || text === '') return `${key} has to be a text`
  }
  const missing = ['id', 'test', 'shows'].find((key) => texts[key] === undefined)
  if (missing !== undefined) return `${missing} is missing`
  if ((named === undefined) === (texts.excluded === undefined)) return 'a row has either cases or excluded'
  if (named === undefined) return undefined
  if (!Array.isArray(named) || named.length === 0) return 'cases has to be a list of case ids that is not empty'
  const unknown = named.find((id) => !cases.some((one) => one.id === id))
  return unknown === undefined ? undefined : `there is no case ${unknown}`
}

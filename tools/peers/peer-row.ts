import { fileURLToPath } from 'node:url'
import { allCases } from '../../suites/index.ts'
import { readSource, SourceError } from '../generate/spec/source.ts'

/** What a row of either table has: something to look at, and what becomes of it here. */
export interface Row {
  id: string
  /** What is observed, in a few words */
  shows: string
  /** The cases that notice it */
  cases?: string[]
  /** Why there is no case, or it is no requirement; instead of cases */
  excluded?: string
}

/** A test of another suite. */
export interface PeerRow extends Row {
  /** The name of the test */
  test: string
  /** What it asks for that the text does not say */
  beyond?: string
}

/** A behaviour that no other suite looks at. */
export interface HoleRow extends Row {
  topic: string
}

/** The suites, by the names of their files beside this one. */
export const PEERS = { sytest: 'SyTest', complement: 'Complement' } as const

export type Peer = keyof typeof PEERS

/** The texts that the rows of a table have besides `excluded`, and those that they may have. */
const PEER_TEXTS = { required: ['id', 'test', 'shows'], optional: ['beyond'] }
const HOLE_TEXTS = { required: ['id', 'topic', 'shows'], optional: [] }

/**
 * The rows of a suite.
 *
 * @throws {SourceError} when a row is not built as it should be, or names a case that there is not
 */
export function rowsOf(peer: Peer): PeerRow[] {
  return read(peer, PEER_TEXTS) as PeerRow[]
}

/**
 * What no other suite looks at.
 *
 * @throws {SourceError} when a row is not built as it should be, or names a case that there is not
 */
export function holes(): HoleRow[] {
  return read('holes', HOLE_TEXTS) as HoleRow[]
}

function read(name: string, texts: Texts): unknown[] {
  const { file, value, place } = readSource(fileURLToPath(new URL(`${name}.yaml`, import.meta.url)))
  if (!Array.isArray(value)) throw new SourceError(`${file}: expected a list of rows`)
  const seen = new Set<unknown>()
  value.forEach((row, index) => {
    const problem = problemOf(row, texts) ?? (seen.has(row.id) ? `the id ${row.id} is taken` : undefined)
    if (problem !== undefined) throw new SourceError(`${place([index])}: ${problem}`)
    seen.add(row.id)
  })
  return value
}

interface Texts {
  required: readonly string[]
  optional: readonly string[]
}

/** What is wrong with a row, as a sentence; undefined when nothing is. Without `texts` it is a test of a suite. */
export function problemOf(row: unknown, { required, optional }: Texts = PEER_TEXTS): string | undefined {
  if (typeof row !== 'object' || row === null) return `expected a row, found ${JSON.stringify(row)}`
  const { cases: named, ...texts } = row as Record<string, unknown>
  const allowed = [...required, ...optional, 'excluded']
  for (const [key, text] of Object.entries(texts)) {
    if (!allowed.includes(key)) return `the key ${key} is none that a row has`
    if (typeof text !== 'string' || text === '') return `${key} has to be a text`
  }
  const missing = required.find((key) => texts[key] === undefined)
  if (missing !== undefined) return `${missing} is missing`
  if ((named === undefined) === (texts.excluded === undefined)) return 'a row has either cases or excluded'
  if (named === undefined) return undefined
  if (!Array.isArray(named) || named.length === 0) return 'cases has to be a list of case ids that is not empty'
  const unknown = named.find((id) => !allCases.some((one) => one.id === id))
  return unknown === undefined ? undefined : `there is no case ${unknown}`
}

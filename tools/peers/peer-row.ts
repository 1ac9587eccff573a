import { fileURLToPath } from 'node:url'
import { allCases } from '../../suites/index.ts'
import { readSource, SourceError } from '../generate/spec/source.ts'

/** Properties of every row: a behaviour, and the cases for it. */
export interface Row {
  id: string
  /** Observed behaviour, in a few words */
  shows: string
  /** Cases that verify it */
  cases?: string[]
  /** Reason for having no cases */
  excluded?: string
}

/** Test of another suite. */
export interface PeerRow extends Row {
  /** Name of the test */
  test: string
  /** Expectations of the test that the specification does not require */
  beyond?: string
}

/** Behaviour that no other suite tests. */
export interface HoleRow extends Row {
  topic: string
}

/** Names of the suites, by the names of their files in this directory. */
export const PEERS = { sytest: 'SyTest', complement: 'Complement' } as const

/** Name of the file of a suite. */
export type Peer = keyof typeof PEERS

/** Required and optional string properties of a row of a suite, besides `excluded`. */
const PEER_TEXTS = { required: ['id', 'test', 'shows'], optional: ['beyond'] }

/** The same for a behaviour that no other suite tests. */
const HOLE_TEXTS = { required: ['id', 'topic', 'shows'], optional: [] }

/**
 * Returns the tests of a suite.
 *
 * @throws {SourceError} when a row is invalid, or names an unknown case
 */
export function rowsOf(peer: Peer): PeerRow[] {
  return read(peer, PEER_TEXTS) as PeerRow[]
}

/**
 * Returns the behaviours that no other suite tests.
 *
 * @throws {SourceError} when a row is invalid, or names an unknown case
 */
export function holes(): HoleRow[] {
  return read('holes', HOLE_TEXTS) as HoleRow[]
}

function read(name: string, texts: Texts): unknown[] {
  const { file, value, place } = readSource(fileURLToPath(new URL(`${name}.yaml`, import.meta.url)))
  if (!Array.isArray(value)) throw new SourceError(`${file}: expected a list of rows`)
  const seen = new Set<unknown>()
  value.forEach((row, index) => {
    const problem =
      problemOf(row, texts) ?? (seen.has(row.id) ? `expected a unique id, found "${row.id}" twice` : undefined)
    if (problem !== undefined) throw new SourceError(`${place([index])}: ${problem}`)
    seen.add(row.id)
  })
  return value
}

interface Texts {
  required: readonly string[]
  optional: readonly string[]
}

/** Returns the problem of a row, or `undefined` if it is valid. By default the row is a test of a suite. */
export function problemOf(row: unknown, { required, optional }: Texts = PEER_TEXTS): string | undefined {
  if (typeof row !== 'object' || row === null) return `expected a row, found ${JSON.stringify(row)}`
  const { cases: named, ...texts } = row as Record<string, unknown>
  const allowed = [...required, ...optional, 'excluded']
  for (const [key, text] of Object.entries(texts)) {
    if (!allowed.includes(key)) return `unknown key "${key}": expected one of ${[...allowed, 'cases'].join(', ')}`
    if (typeof text !== 'string' || text === '')
      return `${key}: expected a string that is not empty, found ${JSON.stringify(text) ?? 'nothing'}`
  }
  const missing = required.find((key) => texts[key] === undefined)
  if (missing !== undefined) return `expected the key "${missing}"`
  if ((named === undefined) === (texts.excluded === undefined))
    return `expected either cases or excluded, found ${named === undefined ? 'neither' : 'both'}`
  if (named === undefined) return undefined
  if (!Array.isArray(named) || named.length === 0) return 'cases: expected a list with at least one case id'
  const unknown = named.find((id) => !allCases.some((one) => one.id === id))
  return unknown === undefined ? undefined : `unknown case "${unknown}"`
}

import { readFileSync, writeFileSync } from 'node:fs'
import { SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import type { Target } from './anchors.ts'

/** Kind of the part of the specification that a row of the catalogue is about. */
export type SourceKind =
  /** one sentence */
  | 'sentence'
  /** all that the schema of a part of a file states */
  | 'schema'
  /** everything under a heading or about an operation: for what the specification does not say there */
  | 'section'

/** Place of a row's source in one version of the specification, with its fingerprint. */
export interface Print extends Target {
  hash: string
}

/** Source of a row, by version: absent where it has not been recorded, `null` where there is nothing like it. */
export interface RowSource {
  kind: SourceKind
  prints: Map<SpecVersion, Print | null>
}

/** Fingerprints of the catalogue. */
export interface Fingerprints {
  /** Versions that have been recorded, oldest first */
  recorded: SpecVersion[]
  /** Commit of the specification's repository that was recorded as the draft */
  draft?: string
  /** Sources by the id of the requirement */
  rows: Map<string, RowSource[]>
}

/** Form of the file: a version only where something differs from the version before. */
interface Stored {
  format: 1
  recorded: SpecVersion[]
  draft?: string
  rows: Record<string, ({ kind: SourceKind } & { [version in SpecVersion]?: string | null })[]>
}

/** Reads the file with the fingerprints. */
export function readFingerprints(file: string): Fingerprints {
  const { recorded, draft, rows } = JSON.parse(readFileSync(file, 'utf8')) as Stored
  return {
    recorded,
    ...(draft === undefined ? {} : { draft }),
    rows: new Map(
      Object.entries(rows).map(([id, sources]) => [
        id,
        sources.map(({ kind, ...changes }) => ({ kind, prints: unfold(changes, recorded) })),
      ]),
    ),
  }
}

/** Writes the file with the fingerprints, in a fixed order. */
export function writeFingerprints(file: string, { recorded, draft, rows }: Fingerprints): void {
  const stored: Stored = {
    format: 1,
    recorded,
    ...(draft === undefined ? {} : { draft }),
    rows: Object.fromEntries(
      [...rows]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, sources]) => [id, sources.map(({ kind, prints }) => ({ kind, ...fold(prints) }))]),
    ),
  }
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`)
}

type Changes = { [version in SpecVersion]?: string | null }

/** Mark of the end of the span of a row, in a stored source. */
const END = ''

function fold(prints: ReadonlyMap<SpecVersion, Print | null>): Changes {
  const changes: Changes = {}
  let last: string | null = END
  for (const version of SPEC_VERSIONS) {
    const print = prints.get(version)
    const text = print === undefined ? END : print === null ? null : `${print.file}#${print.place}#${print.hash}`
    if (text !== last) changes[version] = text
    last = text
  }
  return changes
}

function unfold(changes: Changes, recorded: readonly SpecVersion[]): Map<SpecVersion, Print | null> {
  const prints = new Map<SpecVersion, Print | null>()
  let last: string | null = END
  for (const version of SPEC_VERSIONS) {
    const change = changes[version]
    if (change !== undefined) last = change
    if (last === END || !recorded.includes(version)) continue
    const [file = '', place = '', hash = ''] = last?.split('#') ?? []
    prints.set(version, last === null ? null : { file, place, hash })
  }
  return prints
}

import { dirname } from 'node:path'
import { type Requirement, SPEC_VERSIONS, type SpecVersion, within } from '../../spec/index.ts'
import type { Fingerprints, Print, RowSource } from './fingerprints.ts'
import { findSame } from './follow.ts'
import type { Fingerprinted, SpecIndex } from './spec-index.ts'
import { isNormative, liesIn } from './statement.ts'

/** Difference between a row's source in the specification and the record. */
export interface Difference {
  id: string
  what: 'changed or gone' | 'moved' | 'new' | 'not recorded'
  print?: Print
}

/** Result for one version of the specification. */
export interface VersionReport {
  specVersion: SpecVersion
  /** Number of rows that are in force, and the ids of those without a fingerprint */
  rows: number
  without: string[]
  /** Ids of rows whose sources differ from the version before, by the record */
  changed: string[]
  moved: string[]
  gone: string[]
  /** Rows that are not as they were recorded */
  differences: Difference[]
  /** Ids of rows whose sentence is there before or after the row */
  outside: string[]
  /** Number of anchors that rows link to in this version; the links of rows that are dead, or lead to another file */
  anchors: number
  dead: { id: string; section: string; leadsTo?: string }[]
  /** Number of normative statements in the files about push, and those that no row has */
  normative: number
  settled: number
  missing: Fingerprinted[]
}

/** Files about push, in which every normative statement has a row or a reason for having none. */
export const PUSH_FILES = [
  ...['push', 'receipts', 'read_markers'].map((name) => `content/client-server-api/modules/${name}.md`),
  'content/push-gateway-api.md',
  ...['pusher', 'pushrules', 'notifications', 'receipts', 'read_markers'].map(
    (name) => `data/api/client-server/${name}.yaml`,
  ),
  ...['condition', 'rule', 'ruleset'].map((name) => `data/api/client-server/definitions/push_${name}.yaml`),
  'data/api/push-gateway/push_notifier.yaml',
  ...['push_rules', 'receipt', 'fully_read', 'marked_unread'].map((name) => `data/event-schemas/schema/m.${name}.yaml`),
] as const

/**
 * Compares one version of the specification with the catalogue and its fingerprints.
 *
 * @param settled - fingerprints of normative statements that deliberately have no row, and ids of rows that deliberately
 *   have another span than their sentence
 */
export function examine(
  requirements: readonly Requirement[],
  fingerprints: Fingerprints,
  index: SpecIndex,
  settled: ReadonlySet<string>,
): VersionReport {
  const { specVersion } = index
  const inForce = requirements.filter((row) => within(specVersion, row))
  const sources = inForce.flatMap(({ id }) => (fingerprints.rows.get(id) ?? []).map((source) => ({ id, source })))
  const prints = sources.flatMap(({ id, source }) => ({ id, source, print: source.prints.get(specVersion) }))
  const isPrinted = new Set(prints.flatMap(({ id, print }) => (print ? [id] : [])))
  const normative = PUSH_FILES.flatMap(index.statementsOf).filter(isNormative)
  const missing = normative.filter((statement) => !settled.has(statement.hash) && !isCovered(statement, prints))
  return {
    specVersion,
    rows: inForce.length,
    without: inForce.flatMap(({ id }) => (isPrinted.has(id) ? [] : [id])),
    ...history(sources, specVersion),
    differences: prints.flatMap(({ id, source, print }) => differences(id, source, print, index)),
    outside: requirements
      .filter((row) => !settled.has(row.id) && isOutside(row, fingerprints.rows.get(row.id) ?? [], index))
      .map(({ id }) => id),
    ...examineAnchors(requirements, fingerprints, index),
    normative: normative.length,
    settled: normative.filter((statement) => settled.has(statement.hash)).length,
    missing,
  }
}

/** Returns the rows whose recorded source isOther from that of the version before, if both versions have the row. */
function history(sources: readonly { id: string; source: RowSource }[], specVersion: SpecVersion) {
  const before = SPEC_VERSIONS[SPEC_VERSIONS.indexOf(specVersion) - 1] ?? specVersion
  const pairs = sources.map(({ id, source }) => ({
    id,
    now: source.prints.get(specVersion),
    earlier: source.prints.get(before),
  }))
  const idsOf = (isOther: (now: Print | null, earlier: Print) => boolean) => [
    ...new Set(
      pairs.flatMap(({ id, now, earlier }) => (now !== undefined && earlier && isOther(now, earlier) ? [id] : [])),
    ),
  ]
  return {
    changed: idsOf((now, earlier) => now !== null && now.hash !== earlier.hash),
    moved: idsOf((now, { hash, file, place }) => now?.hash === hash && (now.file !== file || now.place !== place)),
    gone: idsOf((now) => now === null),
  }
}

function differences(id: string, source: RowSource, print: Print | null | undefined, index: SpecIndex): Difference[] {
  if (print === undefined) return [{ id, what: 'not recorded' }]
  if (source.kind !== 'sentence') {
    const part = print ?? [...source.prints.values()].find((other) => other !== null)
    const hash = part ? index.hashOfPart(source.kind, part) : undefined
    if (hash === print?.hash) return []
    return [{ id, what: print === null ? 'new' : 'changed or gone', ...(print && { print }) }]
  }
  if (print === null) return []
  const found = findSame(print, index)
  if (found === undefined) return [{ id, what: 'changed or gone', print }]
  return found.file === print.file && found.place === print.place ? [] : [{ id, what: 'moved', print }]
}

/** Reports whether a version has the sentences of a row that is not in force there, in the form next to it. */
function isOutside(row: Requirement, sources: readonly RowSource[], index: SpecIndex): boolean {
  // A sentence may well stay that does not say what was, or became, specified elsewhere.
  if (within(index.specVersion, row) || row.level === 'unspecified') return false
  const sentences = sources.filter(({ kind }) => kind === 'sentence')
  return (
    sentences.length > 0 &&
    sentences.every(({ prints }) => {
      const ends = [...prints.values()].filter((print) => print !== null)
      return [ends.at(0), ends.at(-1)].some((print) => {
        const found = print && findSame(print, index)
        return found !== undefined && found.file === print?.file && found.place === print.place
      })
    })
  )
}

function examineAnchors(requirements: readonly Requirement[], { rows }: Fingerprints, index: SpecIndex) {
  const name = index.specVersion === 'draft' ? 'unstable' : index.specVersion
  const links = requirements.flatMap(({ id, section }) => {
    const { pathname, hash } = new URL(section)
    const [, version, page = ''] = /^\/([^/]+)\/(.+)\/$/.exec(pathname) ?? []
    return version === name ? [{ id, section, page, anchor: hash.slice(1) }] : []
  })
  const dead = links.flatMap(({ id, section, page, anchor }) => {
    if (anchor === '') return index.hasPage(page) ? [] : [{ id, section }]
    const target = index.targetOf(page, anchor)
    if (target === undefined) return [{ id, section }]
    const files = (rows.get(id) ?? []).flatMap(({ prints }) => prints.get(index.specVersion)?.file ?? [])
    return files.length === 0 || files.some((file) => isPartOf(file, target.file))
      ? []
      : [{ id, section, leadsTo: target.file }]
  })
  return { anchors: links.length, dead }
}

/** Reports whether a file is shown where another one is: an operation shows the schemas that it refers to. */
function isPartOf(file: string, shown: string): boolean {
  return file === shown || (file.includes('/definitions/') && file.startsWith(`${dirname(shown)}/`))
}

/** Reports whether a row has a statement: its sentence, or the schema to which a fact belongs. */
function isCovered(
  { kind, file, place, hash }: Fingerprinted,
  prints: readonly { source: RowSource; print: Print | null | undefined }[],
): boolean {
  return prints.some(({ source, print }) => {
    if (!print) return false
    if (source.kind === 'schema') return kind === 'fact' && print.file === file && liesIn(place, print.place)
    return source.kind === 'sentence' && print.hash === hash
  })
}

import { type Requirement, SPEC_VERSIONS } from '../../spec/index.ts'
import type { Fingerprints, RowSource } from './fingerprints.ts'
import { type Locator, type Rewording, recordSource } from './record.ts'
import type { SpecIndex } from './spec-index.ts'

/**
 * Records the sources of all rows in the versions that are indexed, and keeps what is recorded of others. Rows that are no
 * longer in the catalogue are dropped.
 *
 * @returns the sentences that were followed from one form to another
 */
export function recordAll(
  requirements: readonly Requirement[],
  fingerprints: Fingerprints,
  indexes: readonly SpecIndex[],
  locators: ReadonlyMap<string, readonly Locator[]>,
): Rewording[] {
  const all: Rewording[] = []
  const rows = new Map<string, RowSource[]>()
  for (const row of requirements) {
    const located = locators.get(row.id) ?? inSection(row, indexes)
    const known = fingerprints.rows.get(row.id) ?? []
    const starts =
      locators.has(row.id) || known.length === 0
        ? located.map((locator) => ({ source: { kind: locator.kind, prints: new Map() } as RowSource, locator }))
        : known.map((source) => ({ source, locator: undefined }))
    const sources = starts.map(({ source, locator }) => {
      const { source: recorded, rewordings } = recordSource(row, source, indexes, locator)
      all.push(...rewordings)
      return { kind: recorded.kind, prints: new Map([...source.prints, ...recorded.prints]) }
    })
    if (sources.length > 0) rows.set(row.id, sources)
  }
  fingerprints.rows = rows
  const indexed = new Set(indexes.map(({ specVersion }) => specVersion))
  fingerprints.recorded = SPEC_VERSIONS.filter(
    (version) => indexed.has(version) || fingerprints.recorded.includes(version),
  )
  return all
}

/** Locates a row about what is not specified: in the section that it links to. */
function inSection({ level, section }: Requirement, indexes: readonly SpecIndex[]): Locator[] {
  if (level !== 'unspecified') return []
  const { pathname, hash } = new URL(section)
  const [, version, page = ''] = /^\/([^/]+)\/(.+)\/$/.exec(pathname) ?? []
  const index = indexes.find(({ specVersion }) => specVersion === (version === 'unstable' ? 'draft' : version))
  const target = index?.targetOf(page, hash.slice(1))
  return target === undefined ? [] : [{ kind: 'section', ...target }]
}

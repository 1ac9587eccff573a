import { aligned, indented } from '../../common/columns.ts'
import { areaOf } from '../../run/select.ts'
import { type Requirement, SPEC_VERSIONS, type Span, within } from '../../spec/index.ts'

/** Writes `plexor list --requirements`: the catalogue, row by row, with an empty line between areas. */
export function listRequirements(requirements: readonly Requirement[]): string[] {
  const heads = aligned(requirements.map((row) => [row.id, row.level, versionsOf(row)]))
  return requirements.flatMap((row, index) => [
    ...(index > 0 && areaOf(row.id) !== areaOf(requirements[index - 1]?.id ?? '') ? [''] : []),
    heads[index] ?? row.id,
    ...indented(row.text),
    ...indented(row.section),
    ...(row.excluded === undefined ? [] : indented(`Excluded: ${row.excluded}`)),
  ])
}

/** Writes the first and last version of a span: `v1.7 … v1.16`. */
function versionsOf(span: Span): string {
  const versions = SPEC_VERSIONS.filter((specVersion) => within(specVersion, span))
  return [...new Set([versions.at(0), versions.at(-1)])].join(' … ')
}

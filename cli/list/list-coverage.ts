import { NO_BREAK, twoColumns } from '../../common/columns.ts'
import { plural } from '../../common/text.ts'
import { areaOf } from '../../run/select.ts'
import type { Backing, Coverage } from './coverage.ts'

const BACKING_TEXTS: Record<Backing, string> = {
  cases: 'verified by cases',
  vectors: 'by vectors only',
  excluded: 'excluded',
  nothing: 'with nothing',
}

/** Writes `plexor list --coverage`: what verifies each requirement, or why nothing does, by area, and the totals. */
export function listCoverage(coverage: readonly Coverage[]): string[] {
  const areas = [...Map.groupBy(coverage, ({ requirement }) => areaOf(requirement.id))]
  return [
    ...areas.flatMap(([area, rows]) => [
      `${area}: ${totals(rows)}`,
      ...twoColumns(rows.map((row) => [row.requirement.id, describe(row)])),
      '',
    ]),
    `${coverage.length} requirements: ${totals(coverage)}`,
  ]
}

function describe({ requirement, cases, vectors, backing }: Coverage): string {
  if (backing === 'excluded') return `excluded: ${requirement.excluded}`
  if (backing === 'nothing') return 'nothing verifies it, and no reason is given'
  return [...cases, ...byTheme(vectors)].join(', ')
}

/** Counts vectors by theme, because there are many: `12 vectors globs/*`. */
function byTheme(vectors: readonly string[]): string[] {
  return [...Map.groupBy(vectors, areaOf)].map(([theme, { length }]) =>
    `${plural(length, 'vector')} ${theme}/*`.replaceAll(' ', NO_BREAK),
  )
}

/** Counts the rows by their backing. */
function totals(rows: readonly Coverage[]): string {
  const counts = Object.entries(BACKING_TEXTS).map(([backing, words]) => {
    const count = rows.filter((row) => row.backing === backing).length
    return count > 0 ? `${count} ${words}` : ''
  })
  return counts.filter((count) => count !== '').join(', ')
}

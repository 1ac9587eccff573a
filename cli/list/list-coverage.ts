import { NO_BREAK, twoColumns } from '../../common/columns.ts'
import { plural } from '../../common/text.ts'
import { areaOf, type Backing, type Coverage } from './coverage.ts'

const BACKING_IN_WORDS: Record<Backing, string> = {
  cases: 'verified by cases',
  vectors: 'by vectors only',
  excluded: 'excluded',
  nothing: 'with nothing',
}

/** `plexor list --coverage`: what verifies each requirement, or why nothing does, area by area, and the totals. */
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

/** Vectors are many: they are counted by theme, as in `12 vectors globs/*`. */
function byTheme(vectors: readonly string[]): string[] {
  return [...Map.groupBy(vectors, areaOf)].map(([theme, { length }]) =>
    `${plural(length, 'vector')} ${theme}/*`.replaceAll(' ', NO_BREAK),
  )
}

/** How many rows have what behind them, leaving out what none has. */
function totals(rows: readonly Coverage[]): string {
  const counts = Object.entries(BACKING_IN_WORDS).map(([backing, words]) => {
    const count = rows.filter((row) => row.backing === backing).length
    return count > 0 ? `${count} ${words}` : ''
  })
  return counts.filter((count) => count !== '').join(', ')
}

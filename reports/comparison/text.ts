import { visible } from '../../common/text.ts'
import type { Cell, ComparedRequirement, Comparison, NamedRun } from '../../run/index.ts'
import { conclusionText } from '../headline.ts'
import { CELL_WORDS, countsText, differenceText, noteOf, parts } from './words.ts'

/** Formats a comparison as text for a terminal: the runs, the counts by level, and the requirements that differ. */
export function comparisonToText(comparison: Comparison): string {
  const { runs, warnings } = comparison
  const { asked, open } = parts(comparison)
  const lines = [
    ...runs.map(runLine),
    ...warnings.map((line) => `! ${visible(line)}`),
    '',
    ...levelLines(comparison),
    ...section('Differences', asked, runs, ({ kind }) => CELL_WORDS[kind][1]),
    ...section('Differences where the specification is silent or permits several things', open, runs, noteOf),
    differenceText(comparison),
  ]
  return `${lines.join('\n')}\n`
}

function runLine({ name, run }: NamedRun): string {
  const { specVersion, plexor, startedAt } = run
  return visible(`${name}: tested against ${specVersion} with Plexor ${plexor}, ${startedAt}: ${conclusionText(run)}`)
}

function levelLines({ runs, levels }: Comparison): string[] {
  const width = Math.max(...runs.map(({ name }) => visible(name).length))
  return levels.flatMap(({ level, counts }) => [
    level,
    ...counts.map((each, index) => `  ${visible(runs[index]?.name ?? '').padEnd(width)}  ${countsText(each)}`),
    '',
  ])
}

function section(
  title: string,
  rows: readonly ComparedRequirement[],
  runs: readonly NamedRun[],
  wordsOf: (cell: Cell) => string,
): string[] {
  const differing = rows.filter(({ varies }) => varies)
  if (differing.length === 0) return []
  return [
    title,
    ...differing.flatMap(({ id, level, cells }) => [
      visible(`  ${id} (${level})`),
      ...cells.map((cell, index) => visible(`    ${runs[index]?.name ?? ''}: ${wordsOf(cell)}`)),
    ]),
    '',
  ]
}

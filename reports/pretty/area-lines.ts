import { visible } from '../../common/text.ts'
import { type CaseResult, casesByArea, totalsOf, totalsText } from '../../run/index.ts'
import { type Tone, toneOfTotals } from '../headline.ts'
import type { Paint, Style } from './paint.ts'

/** Style and mark of a judgement. */
export const TONE_MARKS: Record<Tone, readonly [style: Style, mark: string]> = {
  good: ['green', '✓'],
  known: ['yellow', '!'],
  bad: ['red', '✗'],
  none: ['dim', '-'],
}

/** Formats the counts of each area, in the order of the run. */
export function areaLines(cases: CaseResult[], paint: Paint): string[] {
  const areas = [...casesByArea(cases)]
  const width = Math.max(0, ...areas.map(([area]) => visible(area).length))
  return areas.map(([area, inArea]) => areaLine(area, inArea, width, paint))
}

/** Formats the counts of one area, with its name in a column of this width. */
export function areaLine(area: string, cases: readonly CaseResult[], width: number, paint: Paint): string {
  const totals = totalsOf(cases)
  const mark = paint(...TONE_MARKS[toneOfTotals(totals)])
  return `${mark} ${visible(area).padEnd(width)}  ${totalsText(totals)}`
}

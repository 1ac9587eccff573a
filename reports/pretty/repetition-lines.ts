import { duration, plural, visible } from '../../common/text.ts'
import type { CaseResult, Repetitions, RunResult, Verdict } from '../../run/index.ts'
import type { Paint } from './paint.ts'

/** How many cases are shown that came closest to a deadline. */
const SHOWN_MARGINS = 5

/** What repeating showed: the cases that did not always end alike, and those that came closest to a deadline. */
export function repetitionLines({ cases, repeat }: RunResult, paint: Paint, verbose: boolean): string[] {
  if (repeat === undefined) return []
  const flaky = cases.flatMap(({ id, repetitions }) => (repetitions?.flakeRate ? [{ id, repetitions }] : []))
  const waits = cases.flatMap(({ id, slowestWait }) => (slowestWait === undefined ? [] : [{ id, slowestWait }]))
  const closest = waits.sort((a, b) => used(b.slowestWait) - used(a.slowestWait))
  const shown = verbose ? closest : closest.slice(0, SHOWN_MARGINS)
  return [
    flaky.length === 0
      ? `Repeated ${repeat} times: every case always ended alike`
      : paint('yellow', `Repeated ${repeat} times: ${plural(flaky.length, 'case')} did not always end alike`),
    ...aligned(flaky.map(({ id, repetitions }) => [id, repetitionsText(repetitions)])),
    ...(shown.length === 0 ? [] : ['The waits that came closest to their deadlines:']),
    ...aligned(shown.map(({ id, slowestWait }) => [id, waitText(slowestWait)])),
    '',
  ]
}

/** `passed 3, failed 2 of 5 (flake rate 40 %)`. */
export function repetitionsText({ runs, verdicts, flakeRate }: Repetitions): string {
  const counts = Object.entries(verdicts) as [Verdict, number][]
  const flakes = flakeRate > 0 ? ` (flake rate ${Math.round(flakeRate * 100)} %)` : ''
  return `${counts.map(([verdict, times]) => `${verdict} ${times}`).join(', ')} of ${runs}${flakes}`
}

type Wait = NonNullable<CaseResult['slowestWait']>

function waitText(wait: Wait): string {
  const { what, tookMs, limitMs } = wait
  return `${visible(what)} took ${duration(tookMs)} of ${duration(limitMs)} (${Math.round(used(wait) * 100)} %)`
}

/** The share of the deadline that a wait used. */
function used({ tookMs, limitMs }: Wait): number {
  return limitMs > 0 ? tookMs / limitMs : 0
}

function aligned(rows: readonly (readonly [id: string, text: string])[]): string[] {
  const width = Math.max(0, ...rows.map(([id]) => visible(id).length))
  return rows.map(([id, text]) => `  ${visible(id).padEnd(width)}  ${text}`)
}

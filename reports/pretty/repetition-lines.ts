import { aligned } from '../../common/columns.ts'
import { duration, plural, visible } from '../../common/text.ts'
import {
  type CaseResult,
  isRed,
  partingText,
  type Repetitions,
  type RunResult,
  type Verdict,
  type Wait,
} from '../../run/index.ts'
import type { Paint } from './paint.ts'

/** Number of slowest waits that are shown. */
const MAX_WAITS = 5

/** Lists flaky cases, and the waits that used most of their time limit. */
export function repetitionLines(run: RunResult, paint: Paint, verbose: boolean): string[] {
  const { cases, repeat } = run
  if (repeat === undefined || cases.length === 0) return []
  const flaky = cases.filter(({ repetitions }) => repetitions?.flakeRate)
  const waits = cases.flatMap(({ id, slowestWait }) => (slowestWait === undefined ? [] : [{ id, slowestWait }]))
  const closest = waits.sort((a, b) => used(b.slowestWait) - used(a.slowestWait))
  const shown = verbose ? closest : closest.slice(0, MAX_WAITS)
  return [
    flaky.length === 0
      ? `${timesText(run)}: every case always had the same verdict`
      : paint('yellow', `${timesText(run)}: ${plural(flaky.length, 'case')} did not always have the same verdict`),
    ...flakyLines(flaky),
    ...(shown.length === 0 ? [] : ['Waits that used most of their time limit:']),
    ...rowLines(shown.map(({ id, slowestWait }) => [id, waitText(slowestWait)])),
    '',
  ]
}

/** Says how often the cases ran. The last repetition of a run that was cut off may have only some of them. */
function timesText({ repeat = 1, cutOff }: RunResult): string {
  const times = `Repeated ${plural(repeat, 'time')}`
  return cutOff === undefined ? times : `${times}, the last time in part`
}

/** Formats the verdicts of the repetitions of a case, and where they part; empty for a case that ran once. */
export function repetitionsLines({ repetitions }: Pick<CaseResult, 'repetitions'>): string[] {
  if (repetitions === undefined) return []
  const { parting } = repetitions
  return [repetitionsText(repetitions), ...(parting === undefined ? [] : [visible(partingText(parting))])]
}

/** Formats the verdicts of repetitions: `passed 3, failed 2 of 5 (flake rate 40 %)`. */
function repetitionsText({ runs, verdicts, flakeRate }: Repetitions): string {
  const counts = Object.entries(verdicts) as [Verdict, number][]
  const flakes = flakeRate > 0 ? ` (flake rate ${Math.round(flakeRate * 100)} %)` : ''
  return `${counts.map(([verdict, times]) => `${verdict} ${times}`).join(', ')} of ${runs}${flakes}`
}

/** Lists flaky cases. The details of red ones say where their repetitions part; for the others, the list does. */
function flakyLines(flaky: readonly CaseResult[]): string[] {
  const texts = flaky.map((result) => ({ id: result.id, red: isRed(result), lines: repetitionsLines(result) }))
  const rows = rowLines(texts.map(({ id, lines: [first = ''] }) => [id, first]))
  return texts.flatMap(({ red, lines: [, ...more] }, index) => [
    rows[index] ?? '',
    ...(red ? [] : more.map((line) => `    ${line}`)),
  ])
}

function waitText(wait: Wait): string {
  const { what, tookMs, limitMs } = wait
  return `${visible(what)} took ${duration(tookMs)} of ${duration(limitMs)} (${Math.round(used(wait) * 100)} %)`
}

/** Returns the share of its time limit that a wait used. */
function used({ tookMs, limitMs }: Wait): number {
  return limitMs > 0 ? tookMs / limitMs : 0
}

function rowLines(rows: readonly (readonly [id: string, text: string])[]): string[] {
  return aligned(rows.map(([id, text]) => [visible(id), text])).map((line) => `  ${line}`)
}

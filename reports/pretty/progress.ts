import { shorten, visible } from '../../common/text.ts'
import {
  areaOf,
  type CaseResult,
  isRed,
  type OutcomeKind,
  outcomeOf,
  type RunEvent,
  totalsOf,
  totalsText,
} from '../../run/index.ts'
import { briefReason } from '../explanation.ts'
import type { Sink, WriterOptions } from '../sink.ts'
import { areaLine } from './area-lines.ts'
import type { Paint, Style } from './paint.ts'
import { statusLine } from './status-line.ts'

/** Maximum number of red cases that are shown as they end. After that, the summary is enough. */
const MAX_RED = 100

const MARKS: Record<OutcomeKind, readonly [style: Style, words: string]> = {
  passed: ['green', '✓ passed'],
  failed: ['red', '✗ failed'],
  error: ['red', '✗ inconclusive'],
  known: ['yellow', '! known failure'],
  tolerated: ['yellow', '! tolerated'],
  noted: ['cyan', '- noted'],
  skipped: ['dim', '- not applicable'],
}

/** Output about a run while its cases run. */
export interface Progress {
  /** Takes the next event of the run, except its end. */
  take(event: RunEvent): void
  /** Removes what can be removed, so that other output can follow. */
  clear(): void
  /** Names of the areas that were shown already, because all of their cases have ended */
  areas: ReadonlySet<string>
}

/**
 * Creates the progress of a run: on a terminal a status line, otherwise each area when it is finished, or each repetition
 * if there are several. Red cases are shown as they end, and all others too in a verbose report. A run that has ended
 * already has no progress.
 */
export function progressOf(sink: Sink, paint: Paint, { areas, verbose = false }: WriterOptions): Progress {
  const status = statusLine(sink)
  const shown = new Set<string>()
  if (areas === undefined) return { take: status.take, clear: status.clear, areas: shown }
  const write = (line: string) => {
    if (sink.isTTY) status.clear()
    sink.write(`${line}\n`)
  }
  const writeParts = sink.isTTY ? undefined : partWriter(areas, paint, shown, write)
  const writeCase = caseWriter(sink, paint, verbose, write)
  return {
    take(event) {
      if (event.type === 'case-end') writeCase(event.result)
      if (event.type === 'pause-start' && !sink.isTTY) write(paint('dim', `… ${visible(event.why)}`))
      writeParts?.(event)
      status.take(event)
    },
    clear: status.clear,
    areas: shown,
  }
}

type WriteLine = (line: string) => void

/** Returns a function that writes a case that has ended: always if it is red, and otherwise in a verbose report. */
function caseWriter(sink: Sink, paint: Paint, verbose: boolean, write: WriteLine): (result: CaseResult) => void {
  let red = 0
  return (result) => {
    if (isRed(result)) red += 1
    else if (!verbose) return
    if (verbose || red <= MAX_RED) write(caseLine(result, paint, lengthFor(sink)))
    else if (red === MAX_RED + 1) write(paint('red', '✗ more red cases follow; the summary shows them'))
  }
}

function caseLine(result: CaseResult, paint: Paint, length: number): string {
  const { kind } = outcomeOf(result)
  const [style, words] = MARKS[kind]
  const reason = kind === 'passed' ? '' : shorten(briefReason(result), length)
  return `${paint(style, words)}  ${visible(result.id)}  ${reason}`.trimEnd()
}

/** Returns the maximum length of a reason: about one row of the terminal. */
function lengthFor({ isTTY, columns }: Sink): number {
  return isTTY ? Math.max(40, (columns || 80) - 40) : 200
}

/** Returns a function that writes a line about each area, or each repetition of a run, when its last case has ended. */
function partWriter(
  areas: ReadonlyMap<string, number>,
  paint: Paint,
  shown: Set<string>,
  write: WriteLine,
): (event: RunEvent) => void {
  const width = Math.max(0, ...[...areas.keys()].map((area) => visible(area).length))
  const total = [...areas.values()].reduce((sum, count) => sum + count, 0)
  let results: CaseResult[] = []
  let repeat = 1
  let repetition = 0
  return (event) => {
    if (event.type === 'run-start') repeat = event.repeat ?? 1
    if (event.type !== 'case-end') return
    results.push(event.result)
    if (repeat > 1) {
      if (results.length < total) return
      repetition += 1
      write(`Repetition ${repetition} of ${repeat}: ${totalsText(totalsOf(results))}`)
      results = []
      return
    }
    const area = areaOf(event.result.id)
    const inArea = results.filter(({ id }) => areaOf(id) === area)
    if (inArea.length !== areas.get(area)) return
    shown.add(area)
    write(areaLine(area, inArea, width, paint))
  }
}

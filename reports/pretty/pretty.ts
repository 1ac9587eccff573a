import { aligned, LINE_WIDTH } from '../../common/columns.ts'
import { duration, plural, visible } from '../../common/text.ts'
import {
  areaOf,
  type CaseResult,
  type OutcomeKind,
  outcomeOf,
  type RunEvent,
  type RunResult,
  remarksOf,
  runFailureInBrief,
  totalsOfRun,
  totalsText,
  type Verdict,
} from '../../run/index.ts'
import { conclusionText, levelsOf, levelText, nameBesideAddress, settingsText, toneOfRun } from '../headline.ts'
import { knownFailuresOf, redGroups } from '../red-cases.ts'
import type { Sink, WriterFactory, WriterOptions } from '../sink.ts'
import { areaLines, TONE_MARKS } from './area-lines.ts'
import { caseDetails, type DetailLimits, firstLine } from './case-details.ts'
import { groupLines } from './group-lines.ts'
import { type Paint, painter, type Style } from './paint.ts'
import { progressOf } from './progress.ts'
import { repetitionLines } from './repetition-lines.ts'

/**
 * Creates the report for people: progress while cases run, then the areas that it did not show, the red cases with their
 * evidence, known failures and the rest in brief, and the counts. The last line is always `N passed, N failed`, with `, N inconclusive`,
 * `, N known failures` and `, N skipped` if there are any. There, `skipped` counts all that neither passed nor is red or
 * known.
 */
export const prettyWriter: WriterFactory = (sink, options) => {
  const paint = painter(sink.color ?? false)
  const progress = progressOf(sink, paint, options)
  return (event) => {
    if (event.type === 'run-start') sink.write(text(heading(event, paint)))
    if (event.type !== 'run-end') return progress.take(event)
    progress.clear()
    const rest = event.result.cases.filter(({ id }) => !progress.areas.has(areaOf(id)))
    sink.write(text([...areaLines(rest, paint), '', ...summary(event.result, paint, sink, options)]))
  }
}

const VERDICT_STYLES: Record<Verdict, Style> = {
  passed: 'green',
  failed: 'red',
  warned: 'yellow',
  noted: 'cyan',
  'n/a': 'dim',
  inconclusive: 'red',
}

function heading({ plexor, specVersion, target }: Extract<RunEvent, { type: 'run-start' }>, paint: Paint): string[] {
  const beside = nameBesideAddress({ target })
  const software = beside ? ` (${beside})` : ''
  return [
    paint('bold', visible(`Plexor ${plexor} on ${target.name}${software}, tested against ${specVersion}`)),
    ...(target.kind === 'homeserver'
      ? [paint('dim', visible(`gateway ${target.gateway.url}, a push takes ${duration(target.latencyMs)}`))]
      : []),
    '',
  ]
}

function summary(run: RunResult, paint: Paint, sink: Sink, { verbose = false }: WriterOptions): string[] {
  const lineLength = lineLengthOf(sink, verbose)
  const limits = detailLimits(sink, lineLength, verbose)
  const problem = runFailureInBrief(run)
  return [
    ...redGroups(run).flatMap((group) => [...groupLines(group, run.target, paint, limits), '']),
    ...knownLines(run, paint, limits, verbose),
    ...restLines(run.cases, paint, lineLength, verbose),
    ...repetitionLines(run, paint, verbose),
    ...remarksOf(run).map((remark) => `${paint('yellow', 'remark')}  ${visible(remark)}`),
    ...(problem === undefined
      ? []
      : [`${paint('red', run.exitCode === 1 ? '✗ failed' : '✗ inconclusive')}  ${visible(problem)}`]),
    ...levelLines(run),
    ...settingsLines(run),
    ...timeLines(run),
    countsLine(run, paint),
    totalsText(totalsOfRun(run)),
  ]
}

/** Returns the maximum length of a line of an exchange or a list: about two rows of the terminal. */
function lineLengthOf({ columns }: Sink, verbose: boolean): number {
  return verbose ? 2_000 : Math.max(80, (columns || 100) * 2 - 40)
}

/** Returns the limits of the details of a case. Twelve exchanges with their bodies are about a screen. */
function detailLimits({ isTTY, columns }: Sink, lineLength: number, verbose: boolean): DetailLimits {
  return {
    width: isTTY && columns ? Math.max(60, columns) : LINE_WIDTH,
    messageLines: verbose ? 500 : 20,
    messageLength: verbose ? 2_000 : 1_000,
    everyCommand: verbose,
    everyCase: verbose,
    timeline: { entries: verbose ? 500 : 12, body: lineLength },
  }
}

/** Lists the failures that the baseline expects, each with its reason there, or with all details if `verbose` is set. */
function knownLines(run: RunResult, paint: Paint, limits: DetailLimits, verbose: boolean): string[] {
  const known = knownFailuresOf(run)
  if (known.length === 0) return []
  const head = paint('yellow', `${plural(known.length, 'known failure')}, which the baseline expects:`)
  if (verbose) return [head, '', ...known.flatMap((each) => [...caseDetails(each, run.target, paint, limits), ''])]
  const rows = known.map(({ id, expectation }) => [
    visible(id),
    firstLine(expectation?.reason ?? '', limits.timeline.body),
  ])
  return [head, ...aligned(rows).map((line) => `  ${line}`), '']
}

/** Counts the cases of each level, so that a reader sees how firmly the specification asks for what failed. */
function levelLines(run: RunResult): string[] {
  const rows = levelsOf(run).map(([level, counts]) => [level, levelText(counts)])
  return rows.length === 0 ? [] : ['Cases by level:', ...aligned(rows).map((line) => `  ${line}`)]
}

/** Lists tolerated cases, and counts the others that are neither red nor passed, or lists them too if `verbose` is set. */
function restLines(cases: CaseResult[], paint: Paint, length: number, verbose: boolean): string[] {
  const groups: [OutcomeKind, Style, string][] = [
    ['tolerated', 'yellow', 'tolerated'],
    ['noted', 'cyan', 'noted'],
    ['skipped', 'dim', 'not applicable'],
  ]
  const outcomes = cases.map((result) => ({ id: visible(result.id), ...outcomeOf(result) }))
  const lines = groups.flatMap(([kind, style, words]) => {
    const members = outcomes.filter((each) => each.kind === kind)
    if (members.length === 0) return []
    const listed = verbose || kind === 'tolerated' ? members : []
    const width = Math.max(0, ...listed.map(({ id }) => id.length))
    return [
      paint(style, `${plural(members.length, 'case')} ${words}${listed.length > 0 ? ':' : ''}`),
      ...listed.map(({ id, reason }) => `  ${id.padEnd(width)}  ${firstLine(reason, length)}`.trimEnd()),
    ]
  })
  return lines.length > 0 ? [...lines, ''] : []
}

/** Shows the options on which the results depend. */
function settingsLines(run: RunResult): string[] {
  const settings = settingsText(run)
  return settings === undefined ? [] : [`Options: ${settings}`]
}

/** Shows the share of the time that the target took. */
function timeLines({ durationMs, targetTime }: RunResult): string[] {
  if (targetTime === undefined || durationMs <= 0) return []
  const { totalMs, responsesMs, pushesMs } = targetTime
  const share = Math.min(100, Math.round((totalMs / durationMs) * 100))
  return [
    `The target took ${duration(totalMs)}, ${share} % of the time: ${duration(responsesMs)} to respond, ${duration(pushesMs)} to push`,
  ]
}

function countsLine(run: RunResult, paint: Paint): string {
  const counts = Object.entries(VERDICT_STYLES).map(([verdict, style]) => {
    const count = run.counts[verdict as Verdict]
    return count > 0 ? paint(style, `${count} ${verdict}`) : `${count} ${verdict}`
  })
  const { known } = totalsOfRun(run)
  return [
    `${plural(run.cases.length, 'case')} in ${duration(run.durationMs)} by verdict: ${counts.join(', ')}`,
    ...(known > 0 ? [paint('yellow', `${known} failed as the baseline expects`)] : []),
    paint(TONE_MARKS[toneOfRun(run)][0], conclusionText(run)),
  ].join('; ')
}

function text(lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

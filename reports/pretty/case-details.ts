import { wrap } from '../../common/columns.ts'
import { plural, shorten, visible, visibleLines } from '../../common/text.ts'
import {
  type CaseResult,
  type OutcomeKind,
  outcomeOf,
  type RequirementRef,
  type RunResult,
  type TimelineEntry,
} from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { originLines, reasonText } from '../explanation.ts'
import { decidingRequest, type TimelineLimits, timelineLines } from '../timeline.ts'
import type { Paint, Style } from './paint.ts'
import { repetitionsLines } from './repetition-lines.ts'

/** Limits of the details of a case. */
export interface DetailLimits {
  messageLines: number
  messageLength: number
  /** Width of the terminal, in columns, for prose that is wrapped */
  width: number
  /** True to show with every exchange the command that repeats it; otherwise only the last request has one */
  everyCommand: boolean
  /** True to show the details of every red case; otherwise only those of the first one of each cause */
  everyCase: boolean
  timeline: TimelineLimits
}

const LABEL_WIDTH = 10

const HEADS: Partial<Record<OutcomeKind, readonly [style: Style, words: string]>> = {
  error: ['red', '✗ inconclusive'],
  known: ['yellow', '! known failure'],
}

/** Formats the details of a red case or a known failure: its requirements, its message, and the exchanges. */
export function caseDetails(
  result: CaseResult,
  target: RunResult['target'],
  paint: Paint,
  limits: DetailLimits,
): string[] {
  const [style, words] = HEADS[outcomeOf(result).kind] ?? ['red', '✗ failed']
  const deciding = limits.everyCommand ? undefined : decidingRequest(result.timeline)
  const command = deciding && curlOf(deciding, target)
  const timeline = limits.everyCommand
    ? { ...limits.timeline, command: (entry: TimelineEntry) => curlOf(entry, target) }
    : limits.timeline
  const field = (label: string, lines: string[]) => labelled(label, lines, paint)
  return [
    `${paint(style, words)}  ${paint('bold', visible(result.id))}`,
    ...field('shows', [visible(result.title)]),
    ...result.requirements.flatMap((each) => field(each.level, requirementLines(each, paint))),
    ...(result.requirements.length === 0 ? field('level', [result.level]) : []),
    ...field('because', cutLines(reasonText(result), limits)),
    ...field('origin', originLines(result).map(visible)),
    ...(result.fairness ? field('fair', wrap(visible(result.fairness), limits.width - LABEL_WIDTH - 4)) : []),
    ...(result.proof ? field('proof', cutLines(result.proof, limits)) : []),
    ...field('repeated', repetitionsLines(result)),
    ...(result.expectation ? field('baseline', [baselineText(result.expectation)]) : []),
    ...(result.timeline.length > 0 ? field('timeline', timelineLines(result, timeline)) : []),
    ...(command === undefined ? [] : field('request', [command])),
  ]
}

/** Returns the first line of a reason, for lists with one line for each case. */
export function firstLine(text: string, length: number): string {
  return shorten(visible(text.split('\n', 1)[0] ?? ''), length)
}

function requirementLines({ id, text, section }: RequirementRef, paint: Paint): string[] {
  return [visible(`${id}: ${text}`), paint('cyan', visible(section))]
}

function baselineText({ kind, reason, met }: NonNullable<CaseResult['expectation']>): string {
  return visible(`${kind}: ${reason}${met ? '' : ' (not what happened)'}`)
}

function cutLines(text: string, { messageLines, messageLength }: DetailLimits): string[] {
  const lines = visibleLines(shorten(text, messageLines * messageLength))
  const kept = lines.slice(0, messageLines).map((line) => shorten(line, messageLength))
  const left = lines.length - kept.length
  return left > 0 ? [...kept, `… (${plural(left, 'more line')})`] : kept
}

function labelled(label: string, lines: string[], paint: Paint): string[] {
  return lines.map((line, index) => {
    const margin = index === 0 ? paint('dim', label.padEnd(LABEL_WIDTH)) : ' '.repeat(LABEL_WIDTH)
    return `  ${margin}  ${line}`.trimEnd()
  })
}

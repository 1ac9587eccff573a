import { duration, shorten, visible } from '../common/text.ts'
import type { TimelineEntry } from '../run/index.ts'

/** Limits of a timeline in a report. */
export interface TimelineLimits {
  /** Maximum number of entries */
  entries: number
  /** Maximum length of a body, a path or a remark, in UTF-16 code units */
  body: number
  /** Returns the command that repeats an exchange; undefined to show none */
  command?(entry: TimelineEntry): string | undefined
}

/**
 * Formats a timeline as lines of text: time, actor, request and response, short bodies, schema violations.
 *
 * Successful preparations are only counted. If the rest is too long, entries with violations have priority, then the
 * latest ones. Each gap has the number of missing entries.
 */
export function timelineLines(entries: TimelineEntry[], limits: TimelineLimits): string[] {
  const timeline = entries.filter((entry) => !isRoutine(entry))
  const routine = entries.length - timeline.length
  const actorWidth = Math.max(0, ...timeline.map(({ actor }) => visible(actor).length))
  const lines =
    routine > 0 ? [`… ${routine === 1 ? '1 exchange' : `${routine} exchanges`} to prepare users and rooms`] : []
  let next = 0
  for (const index of mostRelevant(timeline, limits.entries)) {
    lines.push(...gap(index - next), ...entryLines(timeline[index], actorWidth, limits))
    next = index + 1
  }
  return [...lines, ...gap(timeline.length - next)]
}

/** Reports whether an entry is a successful preparation, or a request whose response says how to authenticate. */
function isRoutine({ preparation, status, violations }: TimelineEntry): boolean {
  return preparation === true && (status === 200 || status === 401) && violations === undefined
}

/** Returns the entries to show, and the numbers of omitted ones: preparations, and others. */
export function shownEntries(
  entries: readonly TimelineEntry[],
  limit: number,
): { entries: TimelineEntry[]; preparing: number; omitted: number } {
  const relevant = entries.filter((entry) => !isRoutine(entry))
  const shown = mostRelevant(relevant, limit).flatMap((index) => relevant[index] ?? [])
  return { entries: shown, preparing: entries.length - relevant.length, omitted: relevant.length - shown.length }
}

/** Returns the request that a failure is usually about: the last one of a client, except preparations. */
export function decidingRequest(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  return entries.findLast(({ kind, preparation }) => kind === 'client' && preparation !== true)
}

/** Returns the positions of the entries to show, in chronological order. */
function mostRelevant(timeline: TimelineEntry[], limit: number): number[] {
  const violates = (index: number) => (timeline[index]?.violations?.length ? 1 : 0)
  return [...timeline.keys()]
    .sort((a, b) => violates(b) - violates(a) || b - a)
    .slice(0, limit)
    .sort((a, b) => a - b)
}

function gap(missing: number): string[] {
  return missing > 0 ? [`… ${missing === 1 ? '1 entry' : `${missing} entries`} omitted`] : []
}

function entryLines(entry: TimelineEntry | undefined, actorWidth: number, limits: TimelineLimits): string[] {
  if (!entry) return []
  const bodyLimit = limits.body
  const command = limits.command?.(entry)
  const body = (label: string, value: unknown) =>
    value === undefined ? [] : [`${label} ${shorten(visible(bodyText(value)), bodyLimit)}`]
  const details = [
    ...body('→', entry.requestBody),
    ...body('←', entry.responseBody),
    ...(entry.violations ?? []).map((violation) => `violates the schema: ${shorten(visible(violation), bodyLimit)}`),
    ...(command === undefined ? [] : [command]),
  ]
  const time = `${Math.round(entry.at)} ms`.padStart(9)
  const indent = ' '.repeat(time.length + actorWidth + 4)
  const headline = shorten(visible(what(entry)), bodyLimit) + response(entry)
  return [
    `${time}  ${visible(entry.actor).padEnd(actorWidth)}  ${headline}`,
    ...details.map((detail) => indent + detail),
  ]
}

function what({ method, path, summary }: TimelineEntry): string {
  return method && path ? `${method} ${path}` : summary
}

function response({ status, durationMs }: TimelineEntry): string {
  const took = durationMs === undefined ? '' : ` (${duration(durationMs)})`
  return status === undefined ? took : ` → ${status}${took}`
}

function bodyText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
}

/** Limits for reports in files. */
export const FILE_LIMITS: TimelineLimits = { entries: 40, body: 500 }

import { duration, shorten, visible } from '../common/text.ts'
import type { TimelineEntry } from '../run/index.ts'

/** How much of a timeline to show. */
export interface TimelineLimits {
  /** At most so many entries */
  entries: number
  /** At most so many characters of a body, a path or a remark */
  body: number
  /** The command that sends the request of an exchange again, where one is wanted */
  command?(entry: TimelineEntry): string | undefined
}

/**
 * A timeline as lines of text: time, actor, what was asked and answered, short bodies, breaches of the schema.
 *
 * What only prepared the case, and worked, is counted first. When the rest is too long, entries that break the schema
 * stay, then the latest ones; each gap says what is missing.
 */
export function timelineLines(entries: TimelineEntry[], limits: TimelineLimits): string[] {
  const timeline = entries.filter((entry) => !isDull(entry))
  const dull = entries.length - timeline.length
  const actorWidth = Math.max(0, ...timeline.map(({ actor }) => visible(actor).length))
  const lines = dull > 0 ? [`… ${dull === 1 ? '1 exchange' : `${dull} exchanges`} to prepare users and rooms`] : []
  let next = 0
  for (const index of mostTelling(timeline, limits.entries)) {
    lines.push(...gap(index - next), ...entryLines(timeline[index], actorWidth, limits))
    next = index + 1
  }
  return [...lines, ...gap(timeline.length - next)]
}

/** A preparation that worked, or a request that the homeserver first answers with how to authenticate. */
function isDull({ preparation, status, violations }: TimelineEntry): boolean {
  return preparation === true && (status === 200 || status === 401) && violations === undefined
}

/** The entries that are worth showing, at most so many, and how many are left out: what prepared the case, and the rest. */
export function shownEntries(
  entries: readonly TimelineEntry[],
  limit: number,
): { entries: TimelineEntry[]; preparing: number; leftOut: number } {
  const telling = entries.filter((entry) => !isDull(entry))
  const shown = mostTelling(telling, limit).flatMap((index) => telling[index] ?? [])
  return { entries: shown, preparing: entries.length - telling.length, leftOut: telling.length - shown.length }
}

/** The request that a failure hangs on, most of the time: the last one of a client that did not only prepare the case. */
export function decidingRequest(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  return entries.findLast(({ kind, preparation }) => kind === 'client' && preparation !== true)
}

/** Positions of the entries to show, in order of time. */
function mostTelling(timeline: TimelineEntry[], limit: number): number[] {
  const breaks = (index: number) => (timeline[index]?.violations?.length ? 1 : 0)
  return [...timeline.keys()]
    .sort((a, b) => breaks(b) - breaks(a) || b - a)
    .slice(0, limit)
    .sort((a, b) => a - b)
}

function gap(missing: number): string[] {
  return missing > 0 ? [`… ${missing === 1 ? '1 entry' : `${missing} entries`} left out`] : []
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
    ...(entry.violations ?? []).map((violation) => `breaks the schema: ${shorten(visible(violation), bodyLimit)}`),
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

/** The limits for a report that is read away from the terminal. */
export const FILE_LIMITS: TimelineLimits = { entries: 40, body: 500 }

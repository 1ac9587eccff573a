import { duration, plural, shorten, visible } from '../common/text.ts'
import { type CaseResult, isRoutine, type TimelineEntry } from '../run/index.ts'
import { excerptOf, type Terms, termsOf, withViolations } from './excerpt.ts'

/** Limits of a timeline in a report. */
export interface TimelineLimits {
  /** Maximum number of entries */
  entries: number
  /** Length from which a body, a path or a remark is cut, in UTF-16 code units */
  body: number
  /** Returns the command that repeats an exchange; undefined to show none */
  command?(entry: TimelineEntry): string | undefined
}

/** Entry of a timeline as reports show it: one exchange, or several equal ones in a row. */
export interface Step {
  /** The exchange with the time of the first and the rest of the last one; decisive if any of them is */
  entry: TimelineEntry
  /** Start of each of the equal exchanges, in milliseconds since the case started */
  starts: readonly number[]
}

/** Part of a timeline that a report shows. */
export interface ShownTimeline {
  /** Steps in chronological order, and between them the number of entries that are missing there */
  parts: (Step | number)[]
  /** Number of exchanges that only prepared the case */
  preparing: number
  /** Number of the other entries that are not shown */
  omitted: number
}

/** Timeline of a case, with the message that says what matters in it. */
export type TimelineOf = Pick<CaseResult, 'timeline'> & Partial<CaseResult>

/** Minimum number of equal exchanges in a row that are shown as one. */
const MIN_FOLDED = 3

/** Maximum number of equal exchanges whose times are all shown. */
const MAX_TIMES = 6

/** Maximum number of schema violations of an exchange. */
const MAX_VIOLATIONS = 5

/** Marks the exchange that decides the verdict. */
export const DECISIVE_MARK = '»'

/** Limits for reports in files. */
export const FILE_LIMITS: TimelineLimits = { entries: 40, body: 500 }

/**
 * Formats the timeline of a case as lines of text: time, actor, request and response, excerpts of bodies, schema
 * violations. `»` marks the exchange that decides the verdict.
 *
 * Successful preparations are only counted, and equal exchanges in a row are one entry. If the rest is too long, the
 * decisive exchange and those with violations have priority, then the latest ones. Each gap has the number of missing
 * entries.
 */
export function timelineLines(result: TimelineOf, limits: TimelineLimits): string[] {
  const { parts, preparing } = shownTimeline(result.timeline, limits.entries)
  const actors = parts.flatMap((part) => (typeof part === 'number' ? [] : [visible(part.entry.actor).length]))
  const actorWidth = Math.max(0, ...actors)
  const terms = termsOf(result)
  return [
    ...(preparing > 0 ? [`… ${plural(preparing, 'exchange')} to prepare users and rooms`] : []),
    ...parts.flatMap((part) =>
      typeof part === 'number'
        ? [`… ${part === 1 ? '1 entry' : `${part} entries`} omitted`]
        : stepLines(part, actorWidth, limits, terms),
    ),
  ]
}

/**
 * Returns the part of a timeline to show.
 *
 * @param entries the whole timeline
 * @param limit maximum number of steps
 */
export function shownTimeline(entries: readonly TimelineEntry[], limit: number): ShownTimeline {
  const relevant = entries.filter((entry) => !isOnlyCounted(entry))
  const steps = folded(relevant)
  const kept = mostRelevant(steps, limit)
  const parts: (Step | number)[] = []
  let gap = 0
  for (const [index, step] of steps.entries()) {
    if (!kept.has(index)) gap += step.starts.length
    else {
      if (gap > 0) parts.push(gap)
      gap = 0
      parts.push(step)
    }
  }
  if (gap > 0) parts.push(gap)
  const omitted = parts.reduce<number>((sum, part) => (typeof part === 'number' ? sum + part : sum), 0)
  return { parts, preparing: entries.length - relevant.length, omitted }
}

/**
 * Returns the request that repeats what a failure is about: the decisive one, or for a decisive push the request that
 * sent its event, or else the last one of a client, except preparations.
 */
export function decidingRequest(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  const decisive = entries.find((entry) => entry.decisive === true)
  if (decisive?.kind === 'client') return decisive
  const requests = entries.filter(({ kind, preparation }) => kind === 'client' && preparation !== true)
  const event = eventIdIn(property(decisive?.requestBody, 'notification'))
  const sender = event === undefined ? undefined : requests.findLast((entry) => eventIdIn(entry.responseBody) === event)
  return sender ?? requests.at(-1)
}

/** Says how often the exchange of a step happened, and when; empty if once. */
export function timesText({ starts }: Step): string {
  if (starts.length === 1) return ''
  const times = starts.map((at) => `${Math.round(at)} ms`)
  const when = starts.length > MAX_TIMES ? `the last one at ${times.at(-1)}` : `at ${times.join(', ')}`
  return `${starts.length} times, ${when}`
}

function eventIdIn(body: unknown): string | undefined {
  const id = property(body, 'event_id')
  return typeof id === 'string' ? id : undefined
}

function property(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined
}

/** Reports whether an entry is only counted: it prepares the case with success, and nothing about it matters. */
function isOnlyCounted(entry: TimelineEntry): boolean {
  return isRoutine(entry) && entry.decisive !== true && entry.violations === undefined
}

/** Makes one step of equal exchanges in a row, and one of every other entry. */
function folded(entries: readonly TimelineEntry[]): Step[] {
  const rows: TimelineEntry[][] = []
  let previous: string | undefined
  for (const entry of entries) {
    const identity = identityOf(entry)
    if (identity === previous) rows.at(-1)?.push(entry)
    else rows.push([entry])
    previous = identity
  }
  return rows.flatMap((row) => (row.length < MIN_FOLDED ? row.map((entry) => stepOf([entry])) : [stepOf(row)]))
}

function stepOf(row: readonly TimelineEntry[]): Step {
  const [first] = row
  const last = row.at(-1)
  if (first === undefined || last === undefined) throw new Error('a step has at least one entry')
  const isDecisive = row.some(({ decisive }) => decisive === true)
  return {
    entry: { ...last, at: first.at, ...(isDecisive && { decisive: true as const }) },
    starts: row.map(({ at }) => at),
  }
}

/**
 * Returns all that distinguishes an entry from its neighbours: not its time, nor the position or the filter of a sync, which
 * clients vary so that no response is one that was stored, nor the ages of events.
 */
function identityOf(entry: TimelineEntry): string {
  const { at: _, durationMs: __, decisive: ___, path, summary, ...rest } = entry
  const place = (path ?? summary).replaceAll(/([?&](?:since|from|filter)=)[^&]*/g, '$1')
  return JSON.stringify([rest, path === undefined, place], lasting)
}

/** Returns what does not differ every time: not the position of a sync, nor the age of an event, also where a body is cut. */
function lasting(key: string, value: unknown): unknown {
  if (key === 'next_batch' || key === 'age') return undefined
  return typeof value === 'string' ? value.replaceAll(/"(?:next_batch":"[^"]*"|age":\d+)/g, '') : value
}

/** Returns the positions of the steps to show. */
function mostRelevant(steps: readonly Step[], limit: number): ReadonlySet<number> {
  const rank = (index: number) => {
    const entry = steps[index]?.entry
    return entry?.decisive === true ? 2 : entry?.violations?.length ? 1 : 0
  }
  return new Set([...steps.keys()].sort((a, b) => rank(b) - rank(a) || b - a).slice(0, limit))
}

function stepLines(step: Step, actorWidth: number, limits: TimelineLimits, terms: Terms): string[] {
  const { entry } = step
  const command = limits.command?.(entry)
  const excerpt = { limit: limits.body, terms: withViolations(terms, entry) }
  const body = (label: string, value: unknown) => (value === undefined ? [] : [`${label} ${excerptOf(value, excerpt)}`])
  const details = [
    ...body('→', entry.requestBody),
    ...body('←', entry.responseBody),
    ...violationLines(entry, limits.body),
    ...(command === undefined ? [] : [command]),
  ]
  const time = `${Math.round(entry.at)} ms`.padStart(9)
  const marked = entry.decisive === true ? time.replace(/^ ?/, DECISIVE_MARK) : time
  const indent = ' '.repeat(time.length + actorWidth + 4)
  const headline = shorten(visible(whatOf(entry)), limits.body) + responseOf(step)
  return [
    `${marked}  ${visible(entry.actor).padEnd(actorWidth)}  ${headline}`,
    ...details.map((detail) => indent + detail),
  ]
}

function violationLines({ violations = [] }: TimelineEntry, limit: number): string[] {
  const lines = violations
    .slice(0, MAX_VIOLATIONS)
    .map((each) => `violates the schema: ${shorten(visible(each), limit)}`)
  const more = violations.length - lines.length
  return more > 0 ? [...lines, `… and ${plural(more, 'more violation')} of the schema`] : lines
}

/** Returns what an entry is in one line: its method and path, or its summary. */
export function whatOf({ method, path, summary }: TimelineEntry): string {
  return method && path ? `${method} ${path}` : summary
}

/** Returns how the exchange of a step ended, how long it took, and how often it happened. */
export function responseOf(step: Step): string {
  const { status, durationMs } = step.entry
  const times = timesText(step)
  return [
    status === undefined ? '' : ` → ${status}`,
    durationMs === undefined ? '' : ` (${duration(durationMs)})`,
    times === '' ? '' : `, ${times}`,
  ].join('')
}

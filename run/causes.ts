import type { CaseResult, Cause, TimelineEntry } from './events.ts'
import { patternOf, violationPattern } from './failure-pattern.ts'
import { isRed } from './verdict.ts'

/**
 * Groups red cases by cause: the same request that got the same error, or whose response violates the schema in the same
 * way, or else the same message apart from what differs from case to case. The same cause can have several effects, which
 * are then several groups.
 *
 * @param cases results of a run
 * @returns the groups of two or more, the largest first
 */
export function causesOf(cases: readonly CaseResult[]): Cause[] {
  const byCause = Map.groupBy(cases.filter(isRed), causeOf)
  return [...byCause]
    .filter(([, members]) => members.length > 1)
    .map(([what, members]) => ({ what, cases: members.map(({ id }) => id) }))
    .sort((a, b) => b.cases.length - a.cases.length)
}

/** Returns what a red case failed for, without what differs from case to case. */
export function causeOf({ message = '', timeline }: Pick<CaseResult, 'message' | 'timeline'>): string {
  const decisive = timeline.find((entry) => entry.decisive)
  const [violation] = decisive?.violations ?? []
  if (decisive !== undefined && violation !== undefined && message.includes(violation)) {
    return `${requestOf(decisive)} violates the schema: ${violationPattern(violation)}`
  }
  if (decisive?.kind === 'client' && decisive.status !== undefined && decisive.status >= 400) {
    const errcode = (decisive.responseBody as { errcode?: unknown } | null | undefined)?.errcode
    const suffix = typeof errcode === 'string' ? ` ${errcode}` : ''
    return `${requestOf(decisive)} → ${decisive.status}${suffix}`
  }
  const [line = ''] = message.split('\n', 1)
  return patternOf(line)
}

function requestOf({ method, path, summary }: TimelineEntry): string {
  return patternOf(method !== undefined && path !== undefined ? `${method} ${path}` : summary)
}

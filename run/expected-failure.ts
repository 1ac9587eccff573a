import type { CaseResult } from './events.ts'
import { failurePattern, matchesFailure, matchesViolation, saysSomething, violationPattern } from './failure-pattern.ts'

/** Failures that are expected of a case. Without either list, it may fail for anything. */
export interface ExpectedFailure {
  /** Failure patterns: one of them has to match the message */
  messages?: readonly string[]
  /** Patterns of schema violations: each violation has to match one of them */
  violations?: readonly string[]
}

/** Part of a result that says what the case failed for. */
export type FailedResult = Pick<CaseResult, 'verdict' | 'message' | 'otherMessages' | 'violations'>

/** Reports whether an expectation says what fails. */
export function isSpecific({ messages, violations }: ExpectedFailure): boolean {
  return messages !== undefined || violations !== undefined
}

/** Reports whether a case failed or warned, so that there is something that it did so for. */
export function hasFailed({ verdict }: Pick<CaseResult, 'verdict'>): boolean {
  return verdict === 'failed' || verdict === 'warned'
}

/**
 * Returns what a case failed for although it is not expected.
 *
 * @returns a sentence for each: a schema violation, or the first line of a message; empty if everything is expected
 */
export function unexpectedIn(result: FailedResult, expected: ExpectedFailure): string[] {
  if (!isSpecific(expected)) return []
  const { messages = [], violations } = expected
  if (violations !== undefined && result.violations !== undefined) {
    return result.violations.filter((found) => !violations.some((pattern) => matchesViolation(found, pattern)))
  }
  return messagesOf(result)
    .filter((found) => !messages.some((pattern) => matchesFailure(found, pattern)))
    .map(firstLine)
}

/** Returns what to expect in later runs, so that a case that failed may fail for the same again. */
export function expectedFailureOf(result: FailedResult): ExpectedFailure {
  const { violations } = result
  if (violations !== undefined) return { violations: unique(violations.map(violationPattern)) }
  const messages = unique(messagesOf(result).map(failurePattern)).filter(saysSomething)
  return messages.length === 0 ? {} : { messages }
}

/**
 * Returns an expectation that a failed case meets.
 *
 * What is expected already stays if the case meets it. Otherwise, schema violations are added, since a run need not show
 * all of them.
 *
 * @param addsMessages true to add messages too, for a case that does not fail in the same way in each run; false to
 *   replace those that are expected
 */
export function adaptTo(result: FailedResult, expected: ExpectedFailure, addsMessages: boolean): ExpectedFailure {
  if (isSpecific(expected) && unexpectedIn(result, expected).length === 0) return expected
  const found = expectedFailureOf(result)
  if (found.violations !== undefined && expected.violations !== undefined) {
    return { violations: unique([...expected.violations, ...found.violations]) }
  }
  if (addsMessages && found.messages !== undefined && expected.messages !== undefined) {
    return { messages: unique([...expected.messages, ...found.messages]) }
  }
  return isSpecific(found) ? found : expected
}

/**
 * Combines what the results of one case failed for, in several repetitions or shards.
 *
 * @param results all results of the case
 * @param shown the one whose message is shown
 */
export function combineFailures(
  results: readonly CaseResult[],
  shown: CaseResult,
): Pick<CaseResult, 'otherMessages' | 'violations'> {
  const failed = results.filter(hasFailed)
  const violations = new Map(failed.flatMap((one) => one.violations ?? []).map((one) => [violationPattern(one), one]))
  const others = new Map(failed.flatMap(messagesOf).map((one) => [failurePattern(one), firstLine(one)]))
  if (shown.message !== undefined) others.delete(failurePattern(shown.message))
  return {
    ...(others.size === 0 ? {} : { otherMessages: [...others.values()] }),
    ...(violations.size === 0 ? {} : { violations: [...violations.values()] }),
  }
}

/** Returns the messages of all failures that a result stands for. */
function messagesOf({ verdict, message = '', otherMessages = [] }: FailedResult): string[] {
  return hasFailed({ verdict }) ? [message, ...otherMessages] : otherMessages
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] || 'no reason was given'
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

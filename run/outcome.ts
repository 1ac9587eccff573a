import type { CaseResult, Conclusion, RunResult } from './events.ts'
import { remarksOf } from './interruption.ts'
import { isKnownFailure, isRed } from './verdict.ts'

/**
 * Presentation of a case in a report: its verdict, in the light of the baseline.
 *
 * - `passed`: nothing to report
 * - `failed`, `error`: red; `error` if the case is inconclusive
 * - `known`: a failure that the baseline expects
 * - `tolerated`: a mismatch that is not red because of its level
 * - `noted`: the requirement is `may` or `unspecified`
 * - `skipped`: the case does not apply
 */
export type OutcomeKind = 'passed' | 'failed' | 'error' | 'known' | 'tolerated' | 'noted' | 'skipped'

/** Presentation of a case in a report, with its reason. */
export interface Outcome {
  kind: OutcomeKind
  /** Explanation for people; empty for a plain pass */
  reason: string
}

/** Returns how reports present a case. All formats use this function to weigh verdict and baseline. */
export function outcomeOf(result: CaseResult): Outcome {
  const { verdict, message = '' } = result
  if (isRed(result)) return { kind: verdict === 'inconclusive' ? 'error' : 'failed', reason: redReason(result) }
  switch (verdict) {
    case 'passed':
      return { kind: 'passed', reason: '' }
    case 'n/a':
      return { kind: 'skipped', reason: message }
    case 'noted':
      return { kind: 'noted', reason: message }
    default:
      return { kind: isKnownFailure(result) ? 'known' : 'tolerated', reason: toleratedReason(result) }
  }
}

/**
 * Explains why a run is red although none of its cases is, for example because the baseline names an unknown case.
 * Formats that only count cases show it as one more failure, so that no reader sees green.
 *
 * @returns undefined for any other run
 */
export function runFailure(run: RunResult): string | undefined {
  const verdict = runFailureInBrief(run)
  const remarks = remarksOf(run)
  return verdict === undefined || remarks.length === 0 ? verdict : `${verdict}: ${remarks.join('; ')}`
}

/** Returns the same without the remarks of the run, for a report that shows them anyway. */
export function runFailureInBrief(run: RunResult): string | undefined {
  if (run.exitCode === 0 || run.cases.some(isRed)) return undefined
  return RUN_FAILURES[run.conclusion] ?? 'The run is red although none of its cases is'
}

const RUN_FAILURES: Partial<Record<Conclusion, string>> = {
  inconclusive: 'The run is inconclusive',
  'nothing judged':
    'Nothing was judged: no case passed, failed or warned. See with --verbose why, and select other cases or another spec version',
}

function redReason({ verdict, message = '', expectation }: CaseResult): string {
  if (!expectation || verdict === 'inconclusive') return message
  if (expectation.unexpected !== undefined) {
    return join(
      `the baseline expects this case to fail, but not for this (${expectation.reason})`,
      expectation.unexpected.join('\n'),
    )
  }
  const surprise = `the baseline expects this case to fail, and it ended ${verdict} (${expectation.reason})`
  return verdict === 'passed' ? `${surprise}; remove the entry from the baseline` : join(surprise, message)
}

function toleratedReason({ verdict, message = '', expectation }: CaseResult): string {
  if (!expectation) return join(verdict, message)
  const why = expectation.kind === 'must-fail' ? 'fails as the baseline expects' : 'may flake, as the baseline says'
  return join(why, expectation.reason)
}

function join(first: string, rest: string): string {
  return rest ? `${first}: ${rest}` : first
}

import { type CaseResult, isRed, type RunResult } from './events.ts'

export { isRed }

/**
 * How a report shows a case: its verdict, seen in the light of the baseline.
 *
 * - `passed`: nothing to tell
 * - `failed`, `error`: red; `error` where the case could not be judged
 * - `tolerated`: the target did not do what is asked, and nobody wants red for it (a should, or the baseline)
 * - `noted`: the specification leaves it open
 * - `skipped`: the case does not apply
 */
export type OutcomeKind = 'passed' | 'failed' | 'error' | 'tolerated' | 'noted' | 'skipped'

/** What a report says of a case, and why; the reason is empty for a plain pass. */
export interface Outcome {
  kind: OutcomeKind
  reason: string
}

/** The outcome of a case: the one place where verdict and baseline are weighed for all formats. */
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
      return { kind: 'tolerated', reason: toleratedReason(result) }
  }
}

/**
 * Why the whole run is red although none of its cases is, as when the baseline names an unknown case or nothing ran;
 * undefined otherwise. Formats that can only count cases show it as one more of them, so that no reader sees green.
 */
export function runFailure(run: RunResult): string | undefined {
  if (run.exitCode === 0 || run.cases.some(isRed)) return undefined
  const verdict = run.exitCode === 3 ? 'The run could not be judged' : 'The run is red although none of its cases is'
  return run.remarks.length > 0 ? `${verdict}: ${run.remarks.join('; ')}` : verdict
}

function redReason({ verdict, message = '', expectation }: CaseResult): string {
  if (!expectation || verdict === 'inconclusive') return message
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

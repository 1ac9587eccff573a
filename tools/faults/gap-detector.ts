import { isRed } from './run-fault.ts'
import type { CaseOutcome } from './tasks.ts'

/**
 * Returns a predicate that reports whether the outcomes under a fault would be a gap: a case is inconclusive, is red
 * under unspecified behaviour, or is not red under a fault that it claims to catch.
 *
 * @param unspecified behaviours under which no case may be red
 */
export function gapDetector(
  cases: readonly { id: string; caughtBy?: readonly string[] }[],
  unspecified: readonly { name: string }[],
): (fault: string, outcomes: readonly CaseOutcome[]) => boolean {
  const permitted = new Set(unspecified.map(({ name }) => name))
  const claims = new Set(cases.flatMap(({ id, caughtBy = [] }) => caughtBy.map((fault) => `${fault} ${id}`)))
  return (fault, outcomes) =>
    outcomes.some(
      (one) =>
        one.verdict === 'inconclusive' || (isRed(one) ? permitted.has(fault) : claims.has(`${fault} ${one.caseId}`)),
    )
}

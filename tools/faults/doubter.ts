import { isRed } from './run-fault.ts'
import type { Ended } from './tasks.ts'

/**
 * Says whether the outcome of a fault would be a gap: a case is inconclusive, is red where the text leaves it open, or is not
 * red where it claims to be.
 *
 * @param leftOpen what no case may be red under
 */
export function doubter(
  cases: readonly { id: string; caughtBy?: readonly string[] }[],
  leftOpen: readonly { name: string }[],
): (fault: string, ended: readonly Ended[]) => boolean {
  const open = new Set(leftOpen.map(({ name }) => name))
  const claims = new Set(cases.flatMap(({ id, caughtBy = [] }) => caughtBy.map((fault) => `${fault} ${id}`)))
  return (fault, ended) =>
    ended.some(
      (one) => one.verdict === 'inconclusive' || (isRed(one) ? open.has(fault) : claims.has(`${fault} ${one.caseId}`)),
    )
}

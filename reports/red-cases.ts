import { type CaseResult, isKnownFailure, isRed, outcomeOf, type RunResult } from '../run/index.ts'

/** Red cases with the same cause. */
export interface RedGroup {
  /** Presentation of the first case */
  kind: 'failed' | 'error'
  /** Case that stands for the others: reports show its evidence */
  first: CaseResult
  /** The other cases */
  others: CaseResult[]
}

/**
 * Groups the red cases of a run by cause. Groups with a failed case come before those that are only inconclusive, and of
 * the failed ones those that may follow from another failure come last. In a group, failed cases come first.
 */
export function redGroups({ cases, causes }: RunResult): RedGroup[] {
  const causeOfCase = new Map(causes.flatMap((cause) => cause.cases.map((id) => [id, cause] as const)))
  const groups = Map.groupBy(cases.filter(isRed), (result) => causeOfCase.get(result.id) ?? result)
  return [...groups.values()]
    .flatMap((members): RedGroup[] => {
      const [first, ...others] = members.toSorted((a, b) => rank(a) - rank(b))
      return first === undefined ? [] : [{ kind: rank(first) === 2 ? 'error' : 'failed', first, others }]
    })
    .sort((a, b) => rank(a.first) - rank(b.first))
}

/** Returns the failures that the baseline expects. */
export function knownFailuresOf({ cases }: RunResult): CaseResult[] {
  return cases.filter(isKnownFailure)
}

/** Returns, for every case but the first of its group, the case that is red for the same cause. */
export function sameCause(run: RunResult): ReadonlyMap<string, string> {
  return new Map(redGroups(run).flatMap(({ first, others }) => others.map(({ id }) => [id, first.id] as const)))
}

function rank(result: CaseResult): number {
  if (outcomeOf(result).kind === 'error') return 2
  return result.followsFrom === undefined ? 0 : 1
}

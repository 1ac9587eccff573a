import type { CaseResult, Counts, TargetTime, Verdict, Wait } from './events.ts'
import { combineFailures } from './expected-failure.ts'
import { MAX_COMPARED, partingOf } from './parting.ts'
import { isRed } from './verdict.ts'

/** Verdicts from worst to best, for a result that stands for several. */
const SEVERITY: readonly Verdict[] = ['failed', 'inconclusive', 'warned', 'noted', 'passed', 'n/a']

/** Returns the worst result of a case: red ones first, then by verdict; the first of equals. */
export function worstOf(results: readonly [CaseResult, ...CaseResult[]]): CaseResult {
  const rank = (result: CaseResult) => SEVERITY.indexOf(result.verdict) - (isRed(result) ? SEVERITY.length : 0)
  return results.reduce((worst, result) => (rank(result) < rank(worst) ? result : worst))
}

/**
 * Combines the results of a case that ran several times. A case that is red in one repetition is red.
 *
 * @param results at least one, in the order of the repetitions
 * @returns the worst result, with the number of repetitions by verdict, the place at which it parts from a better one, and
 *   the slowest wait of all
 */
export function combineRepetitions(results: readonly [CaseResult, ...CaseResult[]]): CaseResult {
  const worst = worstOf(results)
  const verdicts: Partial<Counts> = {}
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  const runs = results.length
  const flakeRate = 1 - Math.max(...Object.values(verdicts)) / runs
  const slowestWait = slowestOf(results)
  const parting = flakeRate > 0 ? partingOf(results, worst, betterThan(worst, results)) : undefined
  const message =
    worst.message !== undefined && flakeRate > 0
      ? `In ${verdicts[worst.verdict]} of ${runs} repetitions: ${worst.message}`
      : worst.message
  return {
    ...worst,
    ...(message === undefined ? {} : { message }),
    ...combineFailures(results, worst),
    ...(slowestWait === undefined ? {} : { slowestWait }),
    repetitions: {
      runs,
      verdicts,
      flakeRate: Math.round(flakeRate * 1000) / 1000,
      ...(parting === undefined ? {} : { parting }),
    },
  }
}

/**
 * Returns a function that drops the timelines of results to which the first ones of the case are alike. Neither the combined
 * result nor the comparison needs them, and those of many repetitions would not fit into the memory.
 */
export function createThinner(): (result: CaseResult) => CaseResult {
  const seen = new Map<string, number>()
  return (result) => {
    const end = `${result.id} ${result.verdict} ${isRed(result)}`
    const times = (seen.get(end) ?? 0) + 1
    seen.set(end, times)
    return times > MAX_COMPARED ? { ...result, timeline: [] } : result
  }
}

/** Returns the results with the best verdict that differs from that of the worst one. Not applicable is the last choice. */
function betterThan({ verdict }: CaseResult, results: readonly CaseResult[]): CaseResult[] {
  const best = (['passed', 'noted', 'warned', 'inconclusive', 'failed', 'n/a'] as const).find(
    (one) => one !== verdict && results.some((result) => result.verdict === one),
  )
  return results.filter((result) => result.verdict === best)
}

/** Returns the wait that used most of its time limit; undefined if no result has one. */
export function slowestOf(results: readonly CaseResult[]): Wait | undefined {
  return results
    .flatMap(({ slowestWait }) => slowestWait ?? [])
    .reduce<Wait | undefined>((slowest, wait) => {
      return slowest === undefined || wait.tookMs * slowest.limitMs > slowest.tookMs * wait.limitMs ? wait : slowest
    }, undefined)
}

/** Adds the times of several runs; undefined if one of them has none. */
export function sumTimes(times: readonly (TargetTime | undefined)[]): TargetTime | undefined {
  const sum = { responsesMs: 0, pushesMs: 0, totalMs: 0 }
  for (const time of times) {
    if (time === undefined) return undefined
    for (const part of ['responsesMs', 'pushesMs', 'totalMs'] as const) sum[part] += time[part]
  }
  return sum
}

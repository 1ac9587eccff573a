import { LEVELS } from '../spec/index.ts'
import { type CaseResult, type Counts, type Level, VERDICTS, type Verdict } from './events.ts'
import type { JudgedLevel } from './judged-level.ts'

export { DEFAULT_JUDGED_LEVEL, JUDGED_LEVELS, type JudgedLevel } from './judged-level.ts'

/** Returns the usual verdict on a mismatch at a level, in a run with the default judged level. */
export function mismatchOutcome(level: Level): 'failed' | 'warned' | 'noted' {
  if (level === 'should') return 'warned'
  return level === 'may' || level === 'unspecified' ? 'noted' : 'failed'
}

/** Returns the verdict on a mismatch at a level, in a run in which `judged` is the weakest level that fails. */
export function mismatchVerdict(level: Level, judged: JudgedLevel): Verdict {
  if (mismatchOutcome(level) === 'noted') return 'noted'
  return LEVELS.indexOf(level) <= LEVELS.indexOf(judged) ? 'failed' : 'warned'
}

/**
 * Counts cases by verdict.
 *
 * @param cases results of a run, or of a part of it
 * @returns a number for every verdict, 0 included
 */
export function countVerdicts(cases: readonly Pick<CaseResult, 'verdict'>[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts
  for (const { verdict } of cases) counts[verdict] += 1
  return counts
}

/**
 * Reports whether a case makes the run red.
 *
 * A baseline entry decides, if there is one: what it expects is not red, and a case that passes although it must fail
 * is. Otherwise failed and inconclusive cases are red.
 */
export function isRed({ verdict, expectation }: Pick<CaseResult, 'verdict' | 'expectation'>): boolean {
  return expectation ? !expectation.met : verdict === 'failed' || verdict === 'inconclusive'
}

/** Conclusion of a run by exit code, in words. */
export const CONCLUSIONS = { 0: 'conformant', 1: 'not conformant', 3: 'inconclusive' } as const

/**
 * Returns the exit code of a run.
 *
 * @param cases results of the run, with their expectations
 * @param red true if the run is red whatever its cases say, for example because of a stale baseline entry
 * @returns 1 if something is red that the baseline does not expect, 3 if something is inconclusive, 0 otherwise
 */
export function exitCodeOf(cases: readonly Pick<CaseResult, 'verdict' | 'expectation'>[], red: boolean): 0 | 1 | 3 {
  const unexpected = cases.filter(({ expectation }) => expectation?.met !== true)
  if (red || unexpected.some(({ verdict }) => verdict === 'failed')) return 1
  return unexpected.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0
}

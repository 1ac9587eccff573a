import { LEVELS } from '../spec/index.ts'
import { type CaseResult, type Conclusion, type Counts, type Level, VERDICTS, type Verdict } from './events.ts'
import type { JudgedLevel } from './judged-level.ts'

export { DEFAULT_JUDGED_LEVEL, JUDGED_LEVELS, type JudgedLevel } from './judged-level.ts'

/** Returns the stricter one of two levels. */
export function stricter(one: Level, other: Level): Level {
  return LEVELS.indexOf(other) < LEVELS.indexOf(one) ? other : one
}

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

/** Exit code of a run by its conclusion. */
export const EXIT_CODES: Readonly<Record<Conclusion, 0 | 1 | 3>> = {
  conformant: 0,
  'as expected': 0,
  'not conformant': 1,
  inconclusive: 3,
  'nothing judged': 3,
}

/**
 * Returns the conclusion of a run.
 *
 * @param cases results of the run, with their expectations
 * @param red true if the run is red whatever its cases say, for example because of a stale baseline entry
 */
export function conclusionOf(cases: readonly Pick<CaseResult, 'verdict' | 'expectation'>[], red: boolean): Conclusion {
  const unexpected = cases.filter(({ expectation }) => expectation?.met !== true)
  if (red || unexpected.some(({ verdict }) => verdict === 'failed')) return 'not conformant'
  if (unexpected.some(({ verdict }) => verdict === 'inconclusive')) return 'inconclusive'
  if (cases.some(isKnownFailure)) return 'as expected'
  return cases.some(({ verdict }) => verdict === 'passed' || verdict === 'warned') ? 'conformant' : 'nothing judged'
}

/** Reports whether a case failed as the baseline expects. */
export function isKnownFailure({ verdict, expectation }: Pick<CaseResult, 'verdict' | 'expectation'>): boolean {
  return verdict === 'failed' && expectation?.met === true
}

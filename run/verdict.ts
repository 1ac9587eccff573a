import { LEVELS } from '../spec/index.ts'
import type { CaseResult, Counts, Level, Verdict } from './events.ts'

/** The levels that a run can be asked to judge down to. */
export type JudgedLevel = Exclude<Level, 'may' | 'unspecified'>

/** What fails unless a run asks for something else: all but `should`. */
export const DEFAULT_JUDGED_LEVEL: JudgedLevel = 'schema'

/** What a mismatch at this level means for the verdict. */
export function mismatchOutcome(level: Level): 'failed' | 'warned' | 'noted' {
  if (level === 'should') return 'warned'
  return level === 'may' || level === 'unspecified' ? 'noted' : 'failed'
}

/** The verdict for a mismatch in a run that judges down to `judged`. */
export function mismatchVerdict(level: Level, judged: JudgedLevel): Verdict {
  if (mismatchOutcome(level) === 'noted') return 'noted'
  return LEVELS.indexOf(level) <= LEVELS.indexOf(judged) ? 'failed' : 'warned'
}

/** How many cases ended with each verdict. */
export function countVerdicts(cases: readonly CaseResult[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, warned: 0, noted: 0, 'n/a': 0, inconclusive: 0 }
  for (const { verdict } of cases) counts[verdict] += 1
  return counts
}

/**
 * 1 for what is red and not expected to be, 3 for what could not be judged, 0 otherwise.
 *
 * @param red whether the run is red already, whatever its cases say
 */
export function exitCodeOf(cases: readonly CaseResult[], red: boolean): 0 | 1 | 3 {
  const unexpected = cases.filter(({ expectation }) => expectation?.met !== true)
  if (red || unexpected.some(({ verdict }) => verdict === 'failed')) return 1
  return unexpected.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0
}

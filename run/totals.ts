import type { CaseResult, RunResult } from './events.ts'
import { runFailure } from './outcome.ts'
import { areaOf } from './select.ts'
import { isRed } from './verdict.ts'

/** Summary of cases in three numbers. */
export interface Totals {
  /** Cases that passed and are not red */
  passed: number
  /** Red cases */
  failed: number
  /** All other cases */
  skipped: number
}

/** Counts red cases, plain passes and the rest. */
export function totalsOf(cases: readonly CaseResult[]): Totals {
  const failed = cases.filter(isRed).length
  const passed = cases.filter((result) => result.verdict === 'passed' && !isRed(result)).length
  return { passed, failed, skipped: cases.length - passed - failed }
}

/** Counts the cases of a whole run. A run that is red although none of its cases is counts as one more failure. */
export function totalsOfRun(run: RunResult): Totals {
  const totals = totalsOf(run.cases)
  return runFailure(run) === undefined ? totals : { ...totals, failed: totals.failed + 1 }
}

/** Formats totals for people: `3 passed, 1 failed`, with `, 2 skipped` if there are any. */
export function totalsText({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Groups cases by area; areas and cases stay in the order of the run. */
export function casesByArea(cases: readonly CaseResult[]): Map<string, CaseResult[]> {
  return Map.groupBy(cases, (result) => areaOf(result.id))
}

import type { CaseResult, RunResult } from './events.ts'
import { isRed, runFailure } from './outcome.ts'

/** A run in three numbers. `failed` counts all that is red, `skipped` all that is neither red nor a plain pass. */
export interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** The totals of some cases. */
export function totalsOf(cases: CaseResult[]): Totals {
  const failed = cases.filter(isRed).length
  const passed = cases.filter((result) => result.verdict === 'passed' && !isRed(result)).length
  return { passed, failed, skipped: cases.length - passed - failed }
}

/** The totals of a whole run; a run that is red although no case is counts as one more failure. */
export function totalsOfRun(run: RunResult): Totals {
  const totals = totalsOf(run.cases)
  return runFailure(run) === undefined ? totals : { ...totals, failed: totals.failed + 1 }
}

/** `3 passed, 1 failed`, and `, 2 skipped` when there are any. */
export function totalsText({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** The area of a case: the part of its id before the slash. */
export function areaOf(id: string): string {
  return id.split('/', 1)[0] ?? id
}

/** The cases by area, areas and cases in the order of the run. */
export function casesByArea(cases: CaseResult[]): Map<string, CaseResult[]> {
  return Map.groupBy(cases, (result) => areaOf(result.id))
}

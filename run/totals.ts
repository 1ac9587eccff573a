import { plural } from '../common/text.ts'
import { type CaseResult, LEVELS, type Level, type LevelCounts, type RunResult } from './events.ts'
import { runFailure } from './outcome.ts'
import { areaOf } from './select.ts'
import { countVerdicts, isKnownFailure, isRed } from './verdict.ts'

/** Summary of cases in five numbers. */
export interface Totals {
  /** Cases that passed and are not red */
  passed: number
  /** Red cases that were judged */
  failed: number
  /** Red cases that could not be judged, which says nothing about the target */
  inconclusive: number
  /** Failures that the baseline expects */
  known: number
  /** All other cases */
  skipped: number
}

/** Counts red cases, plain passes, known failures and the rest. */
export function totalsOf(cases: readonly CaseResult[]): Totals {
  const red = cases.filter(isRed)
  const inconclusive = red.filter(({ verdict }) => verdict === 'inconclusive').length
  const failed = red.length - inconclusive
  const passed = cases.filter((result) => result.verdict === 'passed' && !isRed(result)).length
  const known = cases.filter(isKnownFailure).length
  return { passed, failed, inconclusive, known, skipped: cases.length - passed - red.length - known }
}

/**
 * Counts the cases of a whole run. A run that is red although none of its cases is counts as one more failure, or one more
 * that could not be judged.
 */
export function totalsOfRun(run: RunResult): Totals {
  const totals = totalsOf(run.cases)
  if (runFailure(run) === undefined) return totals
  return run.exitCode === 1
    ? { ...totals, failed: totals.failed + 1 }
    : { ...totals, inconclusive: totals.inconclusive + 1 }
}

/**
 * Formats totals for people: `3 passed, 1 failed`, with `, 1 inconclusive`, `, 2 known failures` and `, 2 skipped` if there
 * are any.
 */
export function totalsText({ passed, failed, inconclusive, known, skipped }: Totals): string {
  return [
    `${passed} passed, ${failed} failed`,
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ...(known > 0 ? [plural(known, 'known failure')] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ')
}

/**
 * Counts the cases of each level by verdict, so that a reader sees how firm the ground of a verdict is.
 *
 * @param cases results of a run, or of a part of it
 * @returns the levels that have a case, strictest first
 */
export function countLevels(cases: readonly CaseResult[]): { [level in Level]?: LevelCounts } {
  const byLevel = Map.groupBy(cases, ({ level }) => level)
  const levels = LEVELS.flatMap((level) => {
    const inLevel = byLevel.get(level)
    if (inLevel === undefined) return []
    return [[level, { ...countVerdicts(inLevel), known: inLevel.filter(isKnownFailure).length }] as const]
  })
  return Object.fromEntries(levels)
}

/** Groups cases by area; areas and cases stay in the order of the run. */
export function casesByArea(cases: readonly CaseResult[]): Map<string, CaseResult[]> {
  return Map.groupBy(cases, (result) => areaOf(result.id))
}

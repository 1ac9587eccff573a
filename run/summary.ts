import { causesOf } from './causes.ts'
import type { CaseResult, RunResult } from './events.ts'
import { countLevels } from './totals.ts'
import { conclusionOf, countVerdicts, EXIT_CODES } from './verdict.ts'

/** Part of a run result that follows from the results of its cases. */
export type RunSummary = Pick<RunResult, 'counts' | 'levels' | 'conclusion' | 'causes' | 'cases' | 'exitCode'>

/**
 * Summarises the results of a run.
 *
 * @param results the results, with their expectations, in the order of the report
 * @param red true if the run is red whatever its cases say, for example because of a stale baseline entry
 * @param unfinished true if the run is inconclusive whatever its cases say, unless it is red; default: false
 */
export function summarise(results: readonly CaseResult[], red: boolean, unfinished = false): RunSummary {
  const cases = withOrigins(results)
  const concluded = conclusionOf(cases, red)
  const conclusion = unfinished && concluded !== 'not conformant' ? 'inconclusive' : concluded
  return {
    counts: countVerdicts(cases),
    levels: countLevels(cases),
    conclusion,
    causes: causesOf(cases),
    cases,
    exitCode: EXIT_CODES[conclusion],
  }
}

/** Adds to each failed case the failed cases that verify what it builds on. */
function withOrigins(results: readonly CaseResult[]): CaseResult[] {
  const failed = results.filter(({ verdict }) => verdict === 'failed')
  return results.map(({ followsFrom: _, ...result }) => {
    const { id, verdict, buildsOn = [], requirements } = result
    if (verdict !== 'failed' || buildsOn.length === 0) return result
    const own = new Set(requirements.map((row) => row.id))
    const needed = buildsOn.filter((requirement) => !own.has(requirement))
    const followsFrom = failed
      .filter((other) => other.id !== id && other.requirements.some((row) => needed.includes(row.id)))
      .map((other) => other.id)
    return followsFrom.length === 0 ? result : { ...result, followsFrom }
  })
}

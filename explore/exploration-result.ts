import { plural } from '../common/text.ts'
import {
  type CaseResult,
  type Expectation,
  type JudgedLevel,
  RUN_SCHEMA,
  type RunResult,
  summarise,
} from '../run/index.ts'
import type { TestEnvironment } from '../suites/harness/runner/environment.ts'
import { COMPARISONS, type Comparison } from './disagreement.ts'
import type { Exploration, Finding } from './explorer.ts'

/** Everything that the result of an exploration says besides what was found. */
export interface ExplorationInfo {
  plexor: string
  environment: TestEnvironment
  startedAt: Date
  durationMs: number
  level: JudgedLevel
  jobs: number
  /** Number from which the histories follow; undefined if they were read from a file */
  seed: number | undefined
  /** Reason why it ended early, as a clause; undefined if it did not */
  cutOff: string | undefined
  /** Compares a finding with the baseline of the target */
  expectationOf(result: CaseResult): Expectation | undefined
}

/** Returns the result of an exploration as a run: a case for each finding, and for each comparison without one. */
export function explorationResult(exploration: Exploration, info: ExplorationInfo): RunResult {
  const { plexor, environment, startedAt, durationMs, level, jobs, cutOff } = info
  const cases = resultsOf(exploration, info)
  const isGone = environment.access.health.isGone
  return {
    schema: RUN_SCHEMA,
    plexor,
    startedAt: startedAt.toISOString(),
    durationMs,
    specVersion: environment.specVersion,
    target: environment.targetInfo,
    settings: { level, timeoutMs: environment.access.timeoutMs, jobs },
    ...summarise(cases, false, cutOff !== undefined || isGone),
    ...(cutOff === undefined ? {} : { cutOff: { why: cutOff, notReached: [] } }),
    remarks: remarksAbout(exploration, info),
  }
}

function resultsOf({ found, histories, unclear }: Exploration, { expectationOf }: ExplorationInfo): CaseResult[] {
  const isRun = histories > [...unclear.values()].reduce((sum, count) => sum + count, 0)
  const names = Object.keys(COMPARISONS) as Comparison[]
  return names.flatMap((comparison) => {
    const findings = found.filter((finding) => finding.comparison === comparison)
    if (findings.length === 0) return [withoutFinding(comparison, isRun, [...unclear.keys()])]
    return findings.map(({ result }) => {
      const expectation = expectationOf(result)
      return expectation === undefined ? result : { ...result, expectation }
    })
  })
}

function withoutFinding(comparison: Comparison, isRun: boolean, reasons: readonly string[]): CaseResult {
  const message = reasons[0] ?? 'No history was run to its end'
  return {
    id: `explore/${comparison}`,
    title: COMPARISONS[comparison],
    verdict: isRun ? 'passed' : 'inconclusive',
    level: 'stated',
    requirements: [],
    durationMs: 0,
    ...(isRun ? {} : { message }),
    timeline: [],
  }
}

/** Returns the number of histories that showed a finding, by its id. */
function timesOf(found: readonly Finding[], known: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(known)
  for (const { id, times } of found) all.set(id, times + (known.get(id) ?? 0))
  return all
}

/** Maximum number of reasons that are shown. */
const MAX_REASONS = 3

function remarksAbout({ histories, steps, found, known, unclear }: Exploration, { seed }: ExplorationInfo): string[] {
  const origin = seed === undefined ? '' : `, from the seed ${seed}`
  const reasons = [...unclear].toSorted(([, one], [, other]) => other - one).slice(0, MAX_REASONS)
  return [
    `Ran ${histories === 1 ? 'a history' : `${histories} histories`} with ${plural(steps, 'step')}${origin}`,
    ...[...timesOf(found, known)]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => `${times} histories showed ${id}`),
    ...reasons.map(
      ([reason, count]) => `Could not judge ${count === 1 ? 'a history' : `${count} histories`}: ${reason}`,
    ),
  ]
}

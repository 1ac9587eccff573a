import type { Fault } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import type { Case } from '../../suites/index.ts'
import type { Pool } from '../workers/pool.ts'
import type { AffectedAt } from './fault-row.ts'
import type { FaultsChoice } from './faults-arguments.ts'
import { canBeRed } from './pairs.ts'
import type { Pace } from './reference-target.ts'
import type { CaseOutcome, Task, TaskReport } from './tasks.ts'

/** Deadline for all cases of a fault. */
const DEADLINE_MS = 15 * 60_000

/** Pace of runs in which no case may be red, and of second runs. */
export const CALM: Pace = { jobs: 12, timeoutMs: 10_000 }

/** Workers, settings and output of the runs. */
export interface RunTools {
  workers: Pool<Task, TaskReport>
  settings: Pick<FaultsChoice, 'jobs' | 'timeoutMs' | 'everyCase' | 'dependents'>
  say(line: string): void
}

/** State that the runs of a matrix share. */
export interface Batch extends RunTools {
  progress: ReadonlyMap<string, FaultProgress>
  problems: string[]
  cases: ReadonlyMap<string, Case>
  /** Names of the unspecified behaviours, under which all affected cases are run and none may be red */
  unspecified: ReadonlySet<string>
  looksLikeGap(fault: string, outcomes: readonly CaseOutcome[]): boolean
}

/** Results of a fault so far. */
export interface FaultProgress {
  fault: Fault
  specVersions: string[]
  affected: AffectedAt[]
  outcomes: CaseOutcome[]
}

/** Cases that a fault meets at a version of the specification, and those that it affects. */
interface Meeting {
  specVersion: SpecVersion
  cases: readonly string[]
  affected: readonly AffectedAt[]
}

/** Runs the cases that matter for a fault at a version of the specification. */
export async function runFault(
  progress: FaultProgress,
  { specVersion, cases, affected }: Meeting,
  batch: Batch,
): Promise<void> {
  const { name } = progress.fault
  progress.affected.push(...affected)
  const touched = new Set(affected.filter((one) => matters(progress.fault, batch.cases.get(one.caseId))).map(idOf))
  const checksRun = (id: string) => batch.cases.get(id)?.runsLast === true
  const all = cases.filter((id) => batch.settings.everyCase || touched.has(id) || (touched.size > 0 && checksRun(id)))
  if (all.length === 0) return
  const direct = all.filter((id) => isDirect(progress.fault, batch.cases.get(id)))
  // A case that checks the whole run needs the whole run
  const needsAll = batch.settings.everyCase || batch.settings.dependents || batch.unspecified.has(name)
  if (needsAll || direct.some(checksRun)) return void (await runCases(progress, { specVersion, cases: all }, batch))
  const outcomes = direct.length === 0 ? [] : await runCases(progress, { specVersion, cases: direct }, batch)
  if (outcomes === undefined || outcomes.some(isRed)) return
  const others = all.filter((id) => !direct.includes(id))
  if (others.length > 0) await runCases(progress, { specVersion, cases: others }, batch)
}

/**
 * Runs cases under a fault and stores their outcomes. If the outcomes look like a gap, it runs the cases again with more
 * time, because a busy machine can be slow.
 *
 * @returns the outcomes; `undefined` if the cases could not be run
 */
export async function runCases(
  progress: FaultProgress,
  { specVersion, cases }: { specVersion: SpecVersion; cases: readonly string[] },
  { workers, settings: { jobs, timeoutMs }, unspecified, looksLikeGap, say, problems }: Batch,
): Promise<readonly CaseOutcome[] | undefined> {
  const fault = progress.fault.name
  const run = (pace: Pace) => workers.perform({ kind: 'run', fault, specVersion, cases, pace }, DEADLINE_MS)
  let result = await run(unspecified.has(fault) ? CALM : { jobs, timeoutMs })
  if (result.kind === 'failed' || looksLikeGap(fault, result.value.outcomes)) {
    say(`${fault} at ${specVersion}: running again`)
    result = await run(CALM)
  }
  if (result.kind === 'failed') {
    problems.push(`Cannot run ${fault} at ${specVersion}: ${result.problem}`)
    return undefined
  }
  const { outcomes } = result.value
  if (!progress.specVersions.includes(specVersion)) progress.specVersions.push(specVersion)
  progress.outcomes.push(...outcomes)
  say(`${fault} at ${specVersion}: ${outcomes.length} cases`)
  return outcomes
}

/** Reports whether a case failed or warned. */
export function isRed({ verdict }: Pick<CaseOutcome, 'verdict'>): boolean {
  return verdict === 'failed' || verdict === 'warned'
}

/** Reports whether a fault can turn a case red. Cases that are never red matter for schemas, which are checked last. */
function matters({ name }: Fault, definition: Case | undefined): boolean {
  return definition !== undefined && (name.startsWith('schema.') || canBeRed(definition))
}

/** Reports whether a case verifies a requirement that a fault breaks, or lists the fault under `caughtBy`. */
function isDirect({ name, breaks }: Fault, definition: Case | undefined): boolean {
  if (definition === undefined) return false
  const { verifies, caughtBy = [] } = definition
  return caughtBy.includes(name) || verifies.some((id) => breaks.includes(id))
}

function idOf({ caseId }: AffectedAt): string {
  return caseId
}

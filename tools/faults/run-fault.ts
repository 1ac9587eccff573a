import type { Fault } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import type { Case } from '../../suites/index.ts'
import type { Pool } from '../workers/pool.ts'
import type { Touched } from './fault-row.ts'
import type { FaultsChoice } from './faults-arguments.ts'
import { isJudged } from './pairs.ts'
import type { Pace } from './reference-world.ts'
import type { Answer, Ended, Task } from './tasks.ts'

/** So long may a fault take for all its cases. */
const DEADLINE_MS = 15 * 60_000

/** Where nothing may be red there is no hurry, and in a second look there is none. */
export const CALM: Pace = { jobs: 12, timeoutMs: 10_000 }

/** What the runs are made with. */
export interface Tools {
  workers: Pool<Task, Answer>
  settings: Pick<FaultsChoice, 'jobs' | 'timeoutMs' | 'everyCase' | 'dependents'>
  say(line: string): void
}

/** What the runs of a matrix share. */
export interface Batch extends Tools {
  parts: ReadonlyMap<string, Growing>
  problem: string[]
  cases: ReadonlyMap<string, Case>
  /** What no case may be red under: there all that it touches is run */
  leftOpen: ReadonlySet<string>
  isDoubtful(fault: string, ended: readonly Ended[]): boolean
}

/** What is known of a fault so far. */
export interface Growing {
  fault: Fault
  specVersions: string[]
  affected: Touched[]
  ended: Ended[]
}

/** The cases that a fault meets at a profile, and those of them to which something comes otherwise by it. */
interface Meeting {
  specVersion: SpecVersion
  cases: readonly string[]
  touching: readonly Touched[]
}

/** Runs a fault with the cases that matter for it at a profile. */
export async function runFault(part: Growing, { specVersion, cases, touching }: Meeting, batch: Batch): Promise<void> {
  const { name } = part.fault
  part.affected.push(...touching)
  const touched = new Set(touching.filter((one) => matters(part.fault, batch.cases.get(one.caseId))).map(idOf))
  const judgesAll = (id: string) => batch.cases.get(id)?.runsLast === true
  const all = cases.filter((id) => batch.settings.everyCase || touched.has(id) || (touched.size > 0 && judgesAll(id)))
  if (all.length === 0) return
  const direct = all.filter((id) => isDirect(part.fault, batch.cases.get(id)))
  // What judges the whole run needs the whole run
  const wantsAll = batch.settings.everyCase || batch.settings.dependents || batch.leftOpen.has(name)
  if (wantsAll || direct.some(judgesAll)) return void (await look(part, { specVersion, cases: all }, batch))
  const ended = direct.length === 0 ? [] : await look(part, { specVersion, cases: direct }, batch)
  if (ended === undefined || ended.some(isRed)) return
  const others = all.filter((id) => !direct.includes(id))
  if (others.length > 0) await look(part, { specVersion, cases: others }, batch)
}

/**
 * Runs cases under a fault, and keeps how they ended.
 *
 * A busy machine can be late, which is no gap: what looks like one is looked at again, with more time.
 *
 * @returns `undefined` when they could not be run
 */
export async function look(
  part: Growing,
  { specVersion, cases }: { specVersion: SpecVersion; cases: readonly string[] },
  { workers, settings: { jobs, timeoutMs }, leftOpen, isDoubtful, say, problem }: Batch,
): Promise<readonly Ended[] | undefined> {
  const fault = part.fault.name
  const run = (pace: Pace) => workers.perform({ kind: 'run', fault, specVersion, cases, pace }, DEADLINE_MS)
  let result = await run(leftOpen.has(fault) ? CALM : { jobs, timeoutMs })
  if ('problem' in result || isDoubtful(fault, result.answer.ended)) {
    say(`${fault} at ${specVersion}: looking again`)
    result = await run(CALM)
  }
  if ('problem' in result) {
    problem.push(`Cannot run ${fault} at ${specVersion}: ${result.problem}`)
    return undefined
  }
  const { ended } = result.answer
  if (!part.specVersions.includes(specVersion)) part.specVersions.push(specVersion)
  part.ended.push(...ended)
  say(`${fault} at ${specVersion}: ${ended.length} cases`)
  return ended
}

export function isRed({ verdict }: Pick<Ended, 'verdict'>): boolean {
  return verdict === 'failed' || verdict === 'warned'
}

/** Of a case that judges nothing only the shapes matter, which are judged at the end. */
function matters({ name }: Fault, definition: Case | undefined): boolean {
  return definition !== undefined && (name.startsWith('schema.') || isJudged(definition))
}

/** Whether a case verifies what a fault breaks, or names it as one that turns it red. */
function isDirect({ name, requirements }: Fault, definition: Case | undefined): boolean {
  if (definition === undefined) return false
  const { verifies, caughtBy = [] } = definition
  return caughtBy.includes(name) || verifies.some((id) => requirements.includes(id))
}

function idOf({ caseId }: Touched): string {
  return caseId
}

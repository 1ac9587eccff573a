import type { Fault } from '../../reference/index.ts'
import type { Pool } from '../workers/pool.ts'
import type { Chosen } from './choose.ts'
import { doubter } from './doubter.ts'
import type { FaultRun } from './fault-row.ts'
import type { FaultsChoice } from './faults-arguments.ts'
import { isJudged, type Pairing, pairUp } from './pairs.ts'
import type { Pace } from './reference-world.ts'
import type { Affected, Answer, Ended, Task } from './tasks.ts'

/** So long may one task take; a fault has some minutes for all its cases. */
const RECORD_DEADLINE_MS = 10 * 60_000
const RUN_DEADLINE_MS = 5 * 60_000

/** The correct reference is never in a hurry; nor is a second look. */
const CALM: Pace = { jobs: 12, patienceMs: 15_000 }

export interface AllRuns {
  runs: FaultRun[]
  /** What could not be run, and why */
  trouble: string[]
}

/** What the runs are made with. */
export interface Tools {
  workers: Pool<Task, Answer>
  settings: Pick<FaultsChoice, 'jobs' | 'patienceMs' | 'everyCase'>
  say(line: string): void
}

/**
 * Runs each fault with the cases that matter for it, each pair of the two at the newest profile where they meet.
 *
 * First the cases run against the correct reference, which finds out in which of them a decision would come out
 * otherwise by a fault; only those are then run with it.
 */
export async function runAll({ faults, leftOpen, cases }: Meeting, tools: Tools): Promise<AllRuns> {
  const all = [...faults, ...leftOpen]
  const parts = new Map(all.map((fault) => [fault.name, { fault, profiles: [], affected: [], ended: [] } as Growing]))
  const trouble: string[] = []
  const batches = [
    ...Map.groupBy(pairUp(all, cases), ({ profile, cases }) => JSON.stringify([profile, cases])).values(),
  ]
  const batch: Batch = {
    ...tools,
    ...{ parts, trouble },
    judgeAll: idsOf(cases.filter(({ atEnd }) => atEnd)),
    judgeNothing: idsOf(cases.filter((one) => !isJudged(one))),
    isDoubtful: doubter(cases, leftOpen),
  }
  const bySize = batches.sort((one, other) => sizeOf(other) - sizeOf(one))
  await Promise.all(bySize.map((pairings) => runBatch(pairings, batch)))
  return { runs: [...parts.values()], trouble }
}

/** Which faults and cases are to meet. */
type Meeting = Pick<Chosen, 'faults' | 'leftOpen' | 'cases'>

interface Growing {
  fault: Fault
  profiles: string[]
  affected: Affected[]
  ended: Ended[]
}

/** What the runs of a matrix share. */
interface Batch extends Tools {
  parts: ReadonlyMap<string, Growing>
  trouble: string[]
  judgeAll: ReadonlySet<string>
  judgeNothing: ReadonlySet<string>
  isDoubtful(fault: string, ended: readonly Ended[]): boolean
}

/** Pairings that have their profile and their cases in common. */
async function runBatch(pairings: readonly Pairing[], batch: Batch): Promise<void> {
  const [first] = pairings
  if (first === undefined) return
  const { profile, cases } = first
  const faults = pairings.map(({ fault }) => fault)
  const task = { kind: 'record' as const, faults, profile, cases, pace: CALM }
  const result = await batch.workers.perform(task, RECORD_DEADLINE_MS)
  if ('trouble' in result) {
    batch.trouble.push(`Cannot run the cases against the reference at ${profile}: ${result.trouble}`)
    return
  }
  const red = result.answer.ended.filter(({ verdict }) => !['passed', 'noted', 'n/a'].includes(verdict))
  for (const { caseId, message = '' } of red) {
    batch.trouble.push(`The case ${caseId} does not pass without any fault at ${profile}: ${message}`)
  }
  batch.say(`At ${profile}: ${faults.length} faults and ${cases.length} cases meet`)
  const affected = Map.groupBy(result.answer.affected, ({ fault }) => fault)
  await Promise.all(faults.map((fault) => runFault(fault, first, affected.get(fault) ?? [], batch)))
}

async function runFault(fault: string, { profile, cases }: Pairing, affected: Affected[], batch: Batch): Promise<void> {
  const part = batch.parts.get(fault)
  const { everyCase, jobs, patienceMs } = batch.settings
  // Of a case that judges nothing only the shapes matter, which are judged at the end
  const matters = ({ caseId }: Affected) => fault.startsWith('schema.') || !batch.judgeNothing.has(caseId)
  const touched = new Set(affected.filter(matters).map(({ caseId }) => caseId))
  if (part === undefined || (touched.size === 0 && !everyCase)) return
  const wanted = cases.filter((id) => everyCase || touched.has(id) || batch.judgeAll.has(id))
  const lookWith = (pace: Pace) =>
    batch.workers.perform({ kind: 'run', fault, profile, cases: wanted, pace }, RUN_DEADLINE_MS)
  let result = await lookWith({ jobs, patienceMs })
  // A busy machine can be late, which is no gap: what looks like one is looked at again, with more time
  if ('trouble' in result || batch.isDoubtful(fault, result.answer.ended)) {
    batch.say(`${fault} at ${profile}: looking again`)
    result = await lookWith(CALM)
  }
  if ('trouble' in result) {
    batch.trouble.push(`Cannot run ${fault} at ${profile}: ${result.trouble}`)
    return
  }
  part.profiles.push(profile)
  part.affected.push(...affected)
  part.ended.push(...result.answer.ended)
  batch.say(`${fault} at ${profile}: ${result.answer.ended.length} cases`)
}

function idsOf(cases: readonly { id: string }[]): Set<string> {
  return new Set(cases.map(({ id }) => id))
}

function sizeOf([first, ...others]: readonly Pairing[]): number {
  return (first?.cases.length ?? 0) * (others.length + 1)
}

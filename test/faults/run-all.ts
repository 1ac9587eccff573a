import type { Fault } from '../../reference/index.ts'
import type { Case } from '../../suites/index.ts'
import type { FaultRun } from './fault-row.ts'
import type { FaultsChoice } from './faults-arguments.ts'
import { type Pairing, pairUp } from './pairs.ts'
import type { Pace } from './reference-world.ts'
import type { Affected, Ended } from './tasks.ts'
import { startWorkers, type Workers } from './workers.ts'

/** So long may one task take; a fault has a minute for all its cases. */
const RECORD_DEADLINE_MS = 5 * 60_000
const RUN_DEADLINE_MS = 60_000

/** The correct reference is never in a hurry. */
const RECORD_PACE: Pace = { jobs: 12, patienceMs: 15_000 }

export interface AllRuns {
  runs: FaultRun[]
  /** What could not be run, and why */
  trouble: string[]
}

type Settings = Pick<FaultsChoice, 'jobs' | 'workers' | 'patienceMs' | 'everyCase'>

/**
 * Runs each fault with the cases that matter for it, each pair of the two at the newest profile where they meet.
 *
 * First the cases run against the correct reference, which finds out in which of them a decision would come out
 * otherwise by a fault; only those are then run with it.
 */
export async function runAll(
  faults: readonly Fault[],
  cases: readonly Case[],
  settings: Settings,
  say: (line: string) => void,
): Promise<AllRuns> {
  const workers = startWorkers(settings.workers)
  const parts = new Map(
    faults.map((fault) => [fault.name, { fault, profiles: [], affected: [], ended: [] } as Growing]),
  )
  const trouble: string[] = []
  const batches = [
    ...Map.groupBy(pairUp(faults, cases), ({ profile, cases }) => JSON.stringify([profile, cases])).values(),
  ]
  const judgeAll = new Set(cases.filter(({ atEnd }) => atEnd).map(({ id }) => id))
  try {
    const bySize = batches.sort((one, other) => sizeOf(other) - sizeOf(one))
    await Promise.all(bySize.map((batch) => runBatch(batch, { workers, parts, trouble, settings, judgeAll, say })))
  } finally {
    workers.close()
  }
  return { runs: [...parts.values()], trouble }
}

interface Growing {
  fault: Fault
  profiles: string[]
  affected: Affected[]
  ended: Ended[]
}

interface Batch {
  workers: Workers
  parts: ReadonlyMap<string, Growing>
  trouble: string[]
  settings: Settings
  judgeAll: ReadonlySet<string>
  say(line: string): void
}

/** Pairings that have their profile and their cases in common. */
async function runBatch(pairings: readonly Pairing[], batch: Batch): Promise<void> {
  const [first] = pairings
  if (first === undefined) return
  const { profile, cases } = first
  const faults = pairings.map(({ fault }) => fault)
  const task = { kind: 'record' as const, faults, profile, cases, pace: RECORD_PACE }
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
  if (part === undefined || (affected.length === 0 && !everyCase)) return
  const touched = new Set(affected.map(({ caseId }) => caseId))
  const wanted = cases.filter((id) => everyCase || touched.has(id) || batch.judgeAll.has(id))
  const task = { kind: 'run' as const, fault, profile, cases: wanted, pace: { jobs, patienceMs } }
  const result = await batch.workers.perform(task, RUN_DEADLINE_MS)
  if ('trouble' in result) {
    batch.trouble.push(`Cannot run ${fault} at ${profile}: ${result.trouble}`)
    return
  }
  part.profiles.push(profile)
  part.affected.push(...affected)
  part.ended.push(...result.answer.ended)
  batch.say(`${fault} at ${profile}: ${result.answer.ended.length} cases`)
}

function sizeOf([first, ...others]: readonly Pairing[]): number {
  return (first?.cases.length ?? 0) * (others.length + 1)
}

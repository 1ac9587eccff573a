import type { Case } from '../../suites/index.ts'
import type { Chosen } from './choose.ts'
import { doubter } from './doubter.ts'
import type { FaultRun } from './fault-row.ts'
import { isJudged, type Pairing, pairUp } from './pairs.ts'
import { type Batch, CALM, type Growing, isRed, look, runFault, type Tools } from './run-fault.ts'

/** So long may it take to run all cases once. */
const RECORD_DEADLINE_MS = 10 * 60_000

export interface AllRuns {
  runs: FaultRun[]
  /** What could not be run, and why */
  problem: string[]
}

/**
 * Runs each fault with the cases that matter for it, each pair of the two at the newest profile where they meet.
 *
 * First the cases run against the correct reference, which finds out in which of them a decision would come out
 * otherwise by a fault. Of those the ones are then run with it that verify what it breaks; the others depend on it, and
 * are run where that is asked for, or where nothing else sees the fault.
 */
export async function runAll({ faults, leftOpen, cases, isWhole }: Meeting, tools: Tools): Promise<AllRuns> {
  // What the text leaves open takes longest, and so comes first
  const all = [...leftOpen, ...faults]
  const parts = new Map(
    all.map((fault) => [fault.name, { fault, specVersions: [], affected: [], ended: [] } satisfies Growing]),
  )
  const problem: string[] = []
  const batches = [
    ...Map.groupBy(pairUp(all, cases), ({ specVersion, cases }) => JSON.stringify([specVersion, cases])).values(),
  ]
  const batch: Batch = {
    ...tools,
    ...{ parts, problem },
    cases: new Map(cases.map((one) => [one.id, one])),
    leftOpen: new Set(leftOpen.map(({ name }) => name)),
    isDoubtful: doubter(cases, leftOpen),
  }
  const bySize = batches.sort((one, other) => sizeOf(other) - sizeOf(one))
  await Promise.all(bySize.map((pairings) => runBatch(pairings, batch)))
  if (isWhole) await runUnseen(cases, batch)
  return { runs: [...parts.values()], problem }
}

/** Which faults and cases are to meet. */
type Meeting = Pick<Chosen, 'faults' | 'leftOpen' | 'cases' | 'isWhole'>

/** Pairings that have their profile and their cases in common. */
async function runBatch(pairings: readonly Pairing[], batch: Batch): Promise<void> {
  const [first] = pairings
  if (first === undefined) return
  const { specVersion, cases } = first
  const faults = pairings.map(({ fault }) => fault)
  const task = { kind: 'record' as const, faults, specVersion, cases, pace: CALM }
  const result = await batch.workers.perform(task, RECORD_DEADLINE_MS)
  if ('problem' in result) {
    batch.problem.push(`Cannot run the cases against the reference at ${specVersion}: ${result.problem}`)
    return
  }
  const red = result.answer.ended.filter(({ verdict }) => !['passed', 'noted', 'n/a'].includes(verdict))
  for (const { caseId, message = '' } of red) {
    batch.problem.push(`The case ${caseId} does not pass without any fault at ${specVersion}: ${message}`)
  }
  batch.say(`At ${specVersion}: ${faults.length} faults and ${cases.length} cases meet`)
  const affected = Map.groupBy(result.answer.affected, ({ fault }) => fault)
  await Promise.all(
    faults.map(async (fault) => {
      const part = batch.parts.get(fault)
      const touching = (affected.get(fault) ?? []).map((one) => ({ ...one, specVersion }))
      if (part !== undefined) await runFault(part, { specVersion, cases, touching }, batch)
    }),
  )
}

/**
 * Runs the cases that no fault has turned red yet under what comes to them otherwise by a fault, until one does: some
 * verify nothing that a fault breaks by itself.
 */
async function runUnseen(cases: readonly Case[], batch: Batch): Promise<void> {
  const seen = new Set(
    [...batch.parts.values()].flatMap(({ ended }) => ended.filter(isRed).map(({ caseId }) => caseId)),
  )
  const unseen = cases.filter((one) => isJudged(one) && !seen.has(one.id))
  await Promise.all(
    unseen.map(async ({ id }) => {
      for (const part of batch.parts.values()) {
        if (batch.leftOpen.has(part.fault.name) || part.ended.some(({ caseId }) => caseId === id)) continue
        const touched = part.affected.find(({ caseId }) => caseId === id)
        if (touched === undefined) continue
        const { specVersion } = touched
        const ended = await look(part, { specVersion, cases: [id] }, batch)
        if (ended?.some(isRed)) return
      }
    }),
  )
}

function sizeOf([first, ...others]: readonly Pairing[]): number {
  return (first?.cases.length ?? 0) * (others.length + 1)
}

import type { Case } from '../../suites/index.ts'
import type { Chosen } from './choose.ts'
import type { FaultRun } from './fault-row.ts'
import { gapDetector } from './gap-detector.ts'
import { canBeRed, type Pairing, pairUp } from './pairs.ts'
import { type Batch, CALM, type FaultProgress, isRed, type RunTools, runCases, runFault } from './run-fault.ts'

/** Deadline for running all cases once. */
const RECORD_DEADLINE_MS = 10 * 60_000

/** Results of all faults. */
export interface FaultRuns {
  runs: FaultRun[]
  /** Sentences about runs that were not possible */
  problems: string[]
}

/**
 * Runs the faults of the homeserver with the cases that matter for them. Each pair of fault and case meets at the newest
 * possible version of the specification.
 *
 * It first runs the cases against the correct reference and records in which of them a fault would change the result of
 * a decision. Of those cases, it runs the ones that verify what the fault breaks. The others depend on the fault; it
 * runs them on request, or if no other case sees the fault.
 */
export async function runFaults(
  { faults, unspecified, cases, isWhole }: Pick<Chosen, 'faults' | 'unspecified' | 'cases' | 'isWhole'>,
  tools: RunTools,
): Promise<FaultRuns> {
  // Unspecified behaviours take longest, so they come first
  const all = [...unspecified, ...faults]
  const progress = new Map(
    all.map((fault) => [fault.name, { fault, specVersions: [], affected: [], outcomes: [] } satisfies FaultProgress]),
  )
  const problems: string[] = []
  const batches = [
    ...Map.groupBy(pairUp(all, cases), ({ specVersion, cases }) => JSON.stringify([specVersion, cases])).values(),
  ]
  const batch: Batch = {
    ...tools,
    ...{ progress, problems },
    cases: new Map(cases.map((one) => [one.id, one])),
    unspecified: new Set(unspecified.map(({ name }) => name)),
    looksLikeGap: gapDetector(cases, unspecified),
  }
  const bySize = batches.sort((one, other) => sizeOf(other) - sizeOf(one))
  await Promise.all(bySize.map((pairings) => runBatch(pairings, batch)))
  if (isWhole) await runUncaught(cases, batch)
  return { runs: [...progress.values()], problems }
}

/** Runs pairings with the same version of the specification and the same cases. */
async function runBatch(pairings: readonly Pairing[], batch: Batch): Promise<void> {
  const [first] = pairings
  if (first === undefined) return
  const { specVersion, cases } = first
  const faults = pairings.map(({ fault }) => fault)
  const task = { kind: 'record' as const, faults, specVersion, cases, pace: CALM }
  const result = await batch.workers.perform(task, RECORD_DEADLINE_MS)
  if (result.kind === 'failed') {
    batch.problems.push(`Cannot run the cases against the reference at ${specVersion}: ${result.problem}`)
    return
  }
  const red = result.value.outcomes.filter(({ verdict }) => !['passed', 'noted', 'n/a'].includes(verdict))
  for (const { caseId, message = '' } of red) {
    batch.problems.push(`The case ${caseId} does not pass without a fault at ${specVersion}: ${message}`)
  }
  batch.say(`At ${specVersion}: ${faults.length} faults meet ${cases.length} cases`)
  const affected = Map.groupBy(result.value.affected, ({ fault }) => fault)
  await Promise.all(
    faults.map(async (fault) => {
      const progress = batch.progress.get(fault)
      const affectedAt = (affected.get(fault) ?? []).map((one) => ({ ...one, specVersion }))
      if (progress !== undefined) await runFault(progress, { specVersion, cases, affected: affectedAt }, batch)
    }),
  )
}

/** Runs the cases that no fault turned red yet under faults that affect them, until one does. */
async function runUncaught(cases: readonly Case[], batch: Batch): Promise<void> {
  const caught = new Set(
    [...batch.progress.values()].flatMap(({ outcomes }) => outcomes.filter(isRed).map(({ caseId }) => caseId)),
  )
  const uncaught = cases.filter((one) => canBeRed(one) && !caught.has(one.id))
  await Promise.all(
    uncaught.map(async ({ id }) => {
      for (const progress of batch.progress.values()) {
        if (batch.unspecified.has(progress.fault.name) || progress.outcomes.some(({ caseId }) => caseId === id))
          continue
        const affected = progress.affected.find(({ caseId }) => caseId === id)
        if (affected === undefined) continue
        const { specVersion } = affected
        const outcomes = await runCases(progress, { specVersion, cases: [id] }, batch)
        if (outcomes?.some(isRed)) return
      }
    }),
  )
}

function sizeOf([first, ...others]: readonly Pairing[]): number {
  return (first?.cases.length ?? 0) * (others.length + 1)
}

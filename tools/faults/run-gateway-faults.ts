import { type PushGatewayFault, pushGatewayPolicies } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import type { TaskResult } from '../workers/pool.ts'
import type { Chosen } from './choose.ts'
import type { FaultRun } from './fault-row.ts'
import { gapDetector } from './gap-detector.ts'
import { CALM, isRed, type RunTools } from './run-fault.ts'
import type { FaultRuns } from './run-faults.ts'
import type { TaskReport } from './tasks.ts'

/** Deadline for a run. Each run starts a gateway and its provider, and takes seconds; more if pushes never arrive. */
const DEADLINE_MS = 5 * 60_000

/**
 * Runs each fault of the push gateway with all cases about push gateways. They are few and fast, so there is no need to
 * skip any. A red case depends on the decisions that the fault replaces.
 */
export async function runGatewayFaults(
  { gatewayFaults: faults, gatewayCases: cases }: Pick<Chosen, 'gatewayFaults' | 'gatewayCases'>,
  { workers, settings, say }: RunTools,
): Promise<FaultRuns> {
  if (faults.length === 0 || cases.length === 0) return { runs: [], problems: [] }
  const perform = (fault: string, timeoutMs: number) =>
    workers.perform({ kind: 'gateway', fault, cases: cases.map(({ id }) => id), timeoutMs }, DEADLINE_MS)
  const looksLikeGap = gapDetector(cases, [])
  const runs: FaultRun[] = []
  const again: PushGatewayFault[] = []
  const problems = problemsWithoutFault(await perform('', settings.timeoutMs))
  const keep = (fault: PushGatewayFault, { outcomes }: TaskReport) => {
    const decisions = replacedBy(fault)
    const red = outcomes.filter(isRed)
    const affected = red.map(({ caseId }) => ({ fault: fault.name, caseId, decisions, specVersion: NEWEST }))
    runs.push({ fault, specVersions: [NEWEST], affected, outcomes })
    say(`${fault.name}: ${outcomes.length} cases`)
  }
  await Promise.all(
    faults.map(async (fault) => {
      const result = await perform(fault.name, settings.timeoutMs)
      if (result.kind === 'failed' || looksLikeGap(fault.name, result.value.outcomes)) again.push(fault)
      else keep(fault, result.value)
    }),
  )
  // One by one, and with more time: the machine may have been too busy for a verdict
  for (const fault of again) {
    const result = await perform(fault.name, CALM.timeoutMs)
    if (result.kind === 'failed') problems.push(`Cannot run ${fault.name}: ${result.problem}`)
    else keep(fault, result.value)
  }
  return { runs, problems }
}

/** Returns a sentence for each case that does not pass without a fault. */
function problemsWithoutFault(result: TaskResult<TaskReport>): string[] {
  if (result.kind === 'failed') return [`Cannot run the cases against the push gateway: ${result.problem}`]
  return result.value.outcomes
    .filter(({ verdict }) => !['passed', 'noted', 'n/a'].includes(verdict))
    .map(({ caseId, message = '' }) => `The case ${caseId} does not pass without a fault: ${message}`)
}

function replacedBy({ apply }: PushGatewayFault): string[] {
  return Object.entries(apply(pushGatewayPolicies))
    .filter(([member, decision]) => decision !== Reflect.get(pushGatewayPolicies, member))
    .map(([member]) => `pushGateway.${member}`)
}

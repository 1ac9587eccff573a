import { type PushGatewayFault, pushGatewayPolicies } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import type { Result } from '../workers/pool.ts'
import type { Chosen } from './choose.ts'
import type { FaultRun } from './fault-row.ts'
import type { AllRuns } from './run-all.ts'
import { isRed, type Tools } from './run-fault.ts'
import type { Answer } from './tasks.ts'

/** The gateway and its provider are started for each run, and its cases end in a second or two. */
const DEADLINE_MS = 2 * 60_000

/**
 * Runs each fault of the push gateway with all cases about push gateways. They are few and quick, so that nothing is
 * gained by leaving some out; a case that is red depends on the decisions that the fault replaces.
 */
export async function runGatewayFaults(
  { gatewayFaults: faults, gatewayCases: cases }: Pick<Chosen, 'gatewayFaults' | 'gatewayCases'>,
  { workers, settings, say }: Tools,
): Promise<AllRuns> {
  if (faults.length === 0 || cases.length === 0) return { runs: [], problem: [] }
  const perform = (fault: string) =>
    workers.perform(
      { kind: 'gateway', fault, cases: cases.map(({ id }) => id), timeoutMs: settings.timeoutMs },
      DEADLINE_MS,
    )
  const runs: FaultRun[] = []
  const problem = problemsWithout(await perform(''))
  await Promise.all(
    faults.map(async (fault) => {
      const result = await perform(fault.name)
      if ('problem' in result) {
        problem.push(`Cannot run ${fault.name}: ${result.problem}`)
        return
      }
      const { ended } = result.answer
      const decisions = replacedBy(fault)
      const red = ended.filter(isRed)
      const affected = red.map(({ caseId }) => ({ fault: fault.name, caseId, decisions, specVersion: NEWEST }))
      runs.push({ fault, specVersions: [NEWEST], affected, ended })
      say(`${fault.name}: ${ended.length} cases`)
    }),
  )
  return { runs, problem }
}

/** Without a fault, everything has to pass. */
function problemsWithout(result: Result<Answer>): string[] {
  if ('problem' in result) return [`Cannot run the cases against the push gateway: ${result.problem}`]
  return result.answer.ended
    .filter(({ verdict }) => !['passed', 'noted', 'n/a'].includes(verdict))
    .map(({ caseId, message = '' }) => `The case ${caseId} does not pass without any fault: ${message}`)
}

function replacedBy({ apply }: PushGatewayFault): string[] {
  return Object.entries(apply(pushGatewayPolicies))
    .filter(([member, decision]) => decision !== Reflect.get(pushGatewayPolicies, member))
    .map(([member]) => `push-gateway.${member}`)
}

import { RUN_SCHEMA, type RunResult, type Shard, type TargetError } from '../../suites/index.ts'
import type { Settings } from '../options/settings.ts'
import { GATEWAY, targetKindOf } from '../target/target-kind.ts'
import { exitCodeOfTargetError } from '../exit-codes.ts'
import { VERSION } from '../version.ts'

/** The result of a run that never began, because of trouble with the target: no cases, and the trouble as remarks. */
export function abandonedRun(settings: Settings, problem: TargetError, shard: Shard | undefined): RunResult {
  return {
    schema: RUN_SCHEMA,
    plexor: VERSION,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    specVersion: settings.specVersion,
    target: factsOf(settings),
    ...(shard === undefined ? {} : { shard }),
    counts: { passed: 0, failed: 0, warned: 0, noted: 0, 'n/a': 0, inconclusive: 0 },
    cases: [],
    remarks: [problem.message, ...problem.advice],
    exitCode: exitCodeOfTargetError(problem) === 1 ? 1 : 3,
  }
}

/** What is known of a target that could not be tested. */
function factsOf({ target, gatewaySchemes, devices }: Settings): RunResult['target'] {
  if (targetKindOf(target) === 'push-gateway') {
    const { reachable, gone } = devices
    return {
      name: target,
      url: target.slice(GATEWAY.length),
      devices: { reachable: reachable.length, gone: gone.length },
    }
  }
  return {
    name: target,
    url: target,
    versions: [],
    gateway: { url: '', scheme: gatewaySchemes[0] ?? 'https' },
    latencyMs: 0,
    ordered: true,
    independent: true,
  }
}

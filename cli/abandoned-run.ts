import { RUN_SCHEMA, type RunResult, type Shard, type TargetTrouble } from '../suites/index.ts'
import type { Settings } from './options.ts'
import { exitCodeOfTrouble } from './trouble.ts'
import { VERSION } from './version.ts'

/** The result of a run that never began, because of trouble with the target: no cases, and the trouble as remarks. */
export function abandonedRun(
  { target, profile, gatewaySchemes }: Settings,
  trouble: TargetTrouble,
  shard: Shard | undefined,
): RunResult {
  return {
    schema: RUN_SCHEMA,
    plexor: VERSION,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    profile,
    target: {
      name: target,
      url: target,
      versions: [],
      gateway: { url: '', scheme: gatewaySchemes[0] ?? 'https' },
      latencyMs: 0,
      ordered: true,
    },
    ...(shard === undefined ? {} : { shard }),
    counts: { passed: 0, failed: 0, warned: 0, noted: 0, 'n/a': 0, broken: 0 },
    cases: [],
    remarks: [trouble.message, ...trouble.advice],
    exitCode: exitCodeOfTrouble(trouble) === 1 ? 1 : 3,
  }
}

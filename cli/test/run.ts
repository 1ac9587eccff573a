import { visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { allCases, RUN_SCHEMA, type RunResult, type Shard, summarise, TargetError } from '../../suites/index.ts'
import { exitCodeOfTargetError } from '../exit-codes.ts'
import { type RawTestOptions, readSettings, type Settings } from '../options/settings.ts'
import { type BaselineFile, openBaselineFile } from '../output/baseline-file.ts'
import { openReports } from '../output/report-files.ts'
import { GATEWAY, targetKindOf } from '../target/target-kind.ts'
import { VERSION } from '../version.ts'
import { openRun, plan } from './open-run.ts'

/**
 * Runs `plexor test [TARGET]`: the suites against a target, with reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 inconclusive
 * @throws {UsageError} when the options cannot be used
 * @throws {TargetError} when the target cannot be tested
 */
export async function test(target: string | undefined, raw: RawTestOptions): Promise<number> {
  const settings = readSettings(target, raw)
  const planned = plan(settings)
  const reports = openReports(settings.report, settings.verbose)
  const baselineFile = baselineFileOf(settings)
  const progress = preflightProgress()
  try {
    const { run, close } = await openRun(
      planned,
      (event) => {
        progress.clear()
        reports.write(event)
      },
      progress.show,
    )
    const result = await run.finished
    await close()
    baselineFile?.write(result)
    return result.exitCode
  } catch (error) {
    progress.clear()
    // Those who read the files, such as a CI server, find the error there too
    if (error instanceof TargetError)
      reports.writeToFiles({ type: 'run-end', result: abandonedRun(settings, error, planned.shard) })
    throw error
  } finally {
    reports.close()
  }
}

/** A shard is only a part of the run, and so are the results of its cases that check the whole run. */
function baselineFileOf({ writeBaseline, shard }: Settings): BaselineFile | undefined {
  if (writeBaseline === undefined) return undefined
  if (shard === undefined || shard.count === 1) return openBaselineFile(writeBaseline, allCases)
  throw new UsageError(
    '--write-baseline: expected a whole run, found a part of one (--shard); give the option to plexor merge, with the reports of all shards',
  )
}

/** Shows the last step of the preflight checks on a line of its own until the run begins, on a terminal. */
function preflightProgress(): { show(done: string): void; clear(): void } {
  const { stderr } = process
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} }
  return {
    show: (done) => void stderr.write(`\r\x1b[2K${visible(done).slice(0, (stderr.columns ?? 80) - 1)}`),
    clear: () => void stderr.write('\r\x1b[2K'),
  }
}

/** Returns the result of a run that an error of the target kept from starting: no cases, and the error as remarks. */
function abandonedRun(settings: Settings, error: TargetError, shard: Shard | undefined): RunResult {
  const isVerdict = exitCodeOfTargetError(error) === 1
  return {
    schema: RUN_SCHEMA,
    plexor: VERSION,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    specVersion: settings.specVersion,
    target: targetInfoOf(settings),
    ...(shard === undefined ? {} : { shard }),
    ...summarise([], isVerdict, !isVerdict),
    remarks: [error.message, ...error.advice],
  }
}

/** Returns what is known of a target that could not be tested. */
function targetInfoOf({ target, gatewaySchemes, devices }: Settings): RunResult['target'] {
  if (targetKindOf(target) === 'push-gateway') {
    const { reachable, unregistered } = devices
    return {
      kind: 'push-gateway',
      name: target,
      url: target.slice(GATEWAY.length),
      devices: { reachable: reachable.length, unregistered: unregistered.length },
    }
  }
  return {
    kind: 'homeserver',
    name: target,
    url: target,
    versions: [],
    gateway: { url: '', scheme: gatewaySchemes[0] ?? 'https' },
    latencyMs: 0,
    ordered: true,
    independent: true,
  }
}

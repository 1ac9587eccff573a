import { visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { allCases, RUN_SCHEMA, type RunEvent, type RunResult, summarise, TargetError } from '../../suites/index.ts'
import { exitCodeOfTargetError } from '../exit-codes.ts'
import { Interrupted, interruptible, listenForInterruption } from '../interruption.ts'
import { type RawTestOptions, readSettings, type Settings } from '../options/settings.ts'
import { type BaselineFile, openBaselineFile } from '../output/baseline-file.ts'
import { countByArea, openReports } from '../output/report-files.ts'
import { statusLine } from '../output/status-line.ts'
import { print, reportError } from '../report-error.ts'
import { GATEWAY, targetKindOf } from '../target/target-kind.ts'
import { VERSION } from '../version.ts'
import { expectToRunHalfway } from './halfway-command.ts'
import { openRun, type Plan, plan } from './open-run.ts'
import { RunRecord } from './run-record.ts'

/**
 * Runs `plexor test [TARGET]`: the suites against a target, with reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 inconclusive; 128 and its number after a signal
 * @throws {UsageError} when the options cannot be used
 * @throws {TargetError} when the target cannot be tested
 */
export async function test(target: string | undefined, raw: RawTestOptions): Promise<number> {
  const settings = readSettings(target, raw)
  const planned = plan(settings)
  if (planned.selected.length === 0) return nothingToRun(settings)
  if (settings.halfway !== undefined) await expectToRunHalfway()
  const baselineFile = baselineFileOf(settings)
  const ids = planned.selected.map(({ id }) => id)
  const reports = openReports(settings.report, {
    verbose: settings.verbose,
    areas: countByArea(ids),
  })
  const interruption = listenForInterruption(settings.timeLimitMs)
  const record = new RunRecord(ids)
  const progress = statusLine()
  const emit = (event: RunEvent) => {
    progress.clear()
    record.take(event)
    reports.write(event)
  }
  const writeUnfinished = (why: string) => {
    const result = record.unfinished(why)
    if (result !== undefined) emit({ type: 'run-end', result })
  }
  const stopCatching = catchDefects(() => {
    writeUnfinished(DEFECT)
    reports.close()
  })
  try {
    const { run, close } = await interruptible(
      openRun({ ...planned, signal: interruption.signal }, emit, progress.show),
      interruption.signal,
      ({ close }) => close(),
    )
    const result = await run.finished
    try {
      baselineFile?.write(result)
      reports.close()
    } finally {
      await close()
    }
    return interruption.exitCode ?? result.exitCode
  } catch (error) {
    progress.clear()
    // Those who read the files, such as a CI server, find the reason there too
    if (error instanceof TargetError) {
      reports.writeToFiles({ type: 'run-end', result: abandonedRun(planned, error) })
    } else if (error instanceof Interrupted) {
      reports.writeToFiles({ type: 'run-end', result: interruptedRun(planned, error) })
      return print([`The checks before the run were cut off: ${error.message}`], interruption.exitCode ?? 3)
    } else writeUnfinished(DEFECT)
    throw error
  } finally {
    stopCatching()
    interruption.stop()
    reports.close()
  }
}

const DEFECT = 'Plexor itself failed, which is a defect of Plexor'

/** Does something before an error that nothing catches ends the process. Returns a function that stops that. */
function catchDefects(rescue: () => void): () => void {
  const onDefect = (error: unknown) => {
    try {
      rescue()
    } finally {
      process.exit(reportError(error))
    }
  }
  process.on('uncaughtException', onDefect)
  return () => void process.off('uncaughtException', onDefect)
}

/** Says that the run of `--rerun` was green, so that scripts can run what failed until nothing does. */
function nothingToRun({ rerun }: Settings): 0 {
  process.stderr.write(
    `plexor: Nothing to run again: in ${visible(JSON.stringify(rerun))}, no case failed, was inconclusive or was not reached\n`,
  )
  return 0
}

/** A shard is only a part of the run, and so are the results of its cases that check the whole run. */
function baselineFileOf({ writeBaseline, shard }: Settings): BaselineFile | undefined {
  if (writeBaseline === undefined) return undefined
  if (shard === undefined || shard.count === 1) return openBaselineFile(writeBaseline, allCases)
  throw new UsageError(
    '--write-baseline: expected a whole run, found a part of one (--shard); give the option to plexor merge, with the reports of all shards',
  )
}

/** Returns the result of a run that an error of the target kept from starting: no cases, and the error as remarks. */
function abandonedRun(planned: Plan, error: TargetError): RunResult {
  const isVerdict = exitCodeOfTargetError(error) === 1
  return {
    ...runWithoutCases(planned),
    ...summarise([], isVerdict, !isVerdict),
    remarks: [error.message, ...error.advice],
  }
}

/** Returns the result of a run that was interrupted before it started. */
function interruptedRun(planned: Plan, { message }: Interrupted): RunResult {
  return {
    ...runWithoutCases(planned),
    ...summarise([], false, true),
    cutOff: { why: message, notReached: planned.selected.map(({ id }) => id) },
    remarks: [],
  }
}

function runWithoutCases({ settings, shard }: Plan) {
  return {
    schema: RUN_SCHEMA,
    plexor: VERSION,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    specVersion: settings.specVersion,
    target: targetInfoOf(settings),
    ...(shard === undefined ? {} : { shard }),
  } as const
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

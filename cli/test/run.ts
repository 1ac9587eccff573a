import { visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type BaselineFile, openBaselineFile } from '../../run/write-baseline.ts'
import { TargetError } from '../../suites/index.ts'
import { abandonedRun } from './abandoned-run.ts'
import { openRun, plan } from './open-run.ts'
import { openReports } from '../output/report-files.ts'
import { type RawOptions, readSettings, type Settings } from '../options/settings.ts'

/**
 * `plexor test [TARGET]`: runs the suites against a target and reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 could not be judged
 */
export async function test(target: string | undefined, raw: RawOptions): Promise<number> {
  const settings = readSettings(target, raw)
  const planned = plan(settings)
  const reports = openReports(settings.reports, settings.verbose)
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
    // Whoever reads the files, as a CI server does, is to find the trouble there too.
    if (error instanceof TargetError)
      reports.writeToFiles({ type: 'run-end', result: abandonedRun(settings, error, planned.shard) })
    throw error
  } finally {
    reports.close()
  }
}

/** The cases that judge the whole run saw a part of it in a shard: what they found is no whole baseline. */
function baselineFileOf({ writeBaseline, shard }: Settings): BaselineFile | undefined {
  if (writeBaseline === undefined) return undefined
  if (shard === undefined || shard.count === 1) return openBaselineFile(writeBaseline)
  throw new UsageError(
    'The option --write-baseline needs a whole run, and --shard runs a part: give it to plexor merge, with the reports of all shards',
  )
}

/** On a terminal, what the preflight found last stands on a line of its own until the run begins. */
function preflightProgress(): { show(done: string): void; clear(): void } {
  const { stderr } = process
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} }
  return {
    show: (done) => void stderr.write(`\r\x1b[2K${visible(done).slice(0, (stderr.columns ?? 80) - 1)}`),
    clear: () => void stderr.write('\r\x1b[2K'),
  }
}

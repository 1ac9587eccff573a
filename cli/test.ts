import { visible } from '../reports/text.ts'
import { TargetTrouble } from '../suites/index.ts'
import { abandonedRun } from './abandoned-run.ts'
import { openRun, plan } from './open-run.ts'
import { type RawOptions, readSettings } from './options.ts'
import { openReports } from './report-files.ts'

/**
 * `plexor test [TARGET]`: runs the suites against a target and reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 could not be judged
 */
export async function test(target: string | undefined, raw: RawOptions): Promise<number> {
  const settings = readSettings(target, raw)
  const planned = plan(settings)
  const reports = openReports(settings.reports, settings.verbose)
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
    const { exitCode } = await run.finished
    await close()
    return exitCode
  } catch (error) {
    progress.clear()
    // Whoever reads the files, as a CI server does, is to find the trouble there too.
    if (error instanceof TargetTrouble) reports.writeToFiles({ type: 'run-end', result: abandonedRun(settings, error) })
    throw error
  } finally {
    reports.close()
  }
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

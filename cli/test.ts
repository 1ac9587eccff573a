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
  try {
    const { run, close } = await openRun(planned, reports.write)
    const { exitCode } = await run.finished
    await close()
    return exitCode
  } finally {
    reports.close()
  }
}

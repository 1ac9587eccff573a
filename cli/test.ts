import { type Case, cases, select, startRun } from '../suites/index.ts'
import { applyBaseline, type Baseline, expectationOf, loadBaseline } from './baseline.ts'
import { didYouMean } from './nearest.ts'
import { type RawOptions, readNamedFile, readSettings } from './options.ts'
import { openReports } from './report-files.ts'
import { openTarget } from './target.ts'
import { UsageError } from './usage-error.ts'
import { VERSION } from './version.ts'

/**
 * `plexor test [TARGET]`: runs the suites against a target and reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 could not be judged
 */
export async function test(target: string | undefined, raw: RawOptions): Promise<number> {
  const settings = readSettings(target, raw)
  const selected = selectCases(settings.only, settings.skip)
  const baseline = readBaseline(settings.baseline)
  const reports = openReports(settings.reports, settings.verbose)
  const connection = await openTarget(settings)
  try {
    const run = startRun(connection.world, {
      plexor: VERSION,
      cases: selected,
      jobs: settings.jobs,
      level: settings.level,
      emit: reports.write,
      expectationOf: (result) => expectationOf(result, baseline),
      review: (results) => applyBaseline(results, baseline, ids(cases), ids(selected)),
    })
    return (await run.finished).exitCode
  } finally {
    await connection.close()
    reports.close()
  }
}

function selectCases(only: string[], skip: string[]): Case[] {
  const { selected, unmatched } = select(cases, only, skip)
  const [wrong] = unmatched
  if (wrong !== undefined) {
    const names = [...new Set(cases.flatMap(({ id, area }) => [id, area, `${area}/*`]))]
    throw new UsageError(`The pattern "${wrong}" matches no case: plexor list shows them${didYouMean(wrong, names)}`)
  }
  if (selected.length === 0) throw new UsageError('No case is left to run: --skip takes away all that --only selects')
  return selected
}

function readBaseline(file: string | undefined): Baseline {
  return file === undefined ? new Map() : loadBaseline(readNamedFile('baseline', file), file)
}

function ids(list: readonly Case[]): string[] {
  return list.map(({ id }) => id)
}

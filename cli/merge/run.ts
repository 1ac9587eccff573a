import { mergeShards } from '../../run/merge.ts'
import { readRun } from '../../run/read-report.ts'
import { openBaselineFile } from '../../run/write-baseline.ts'
import { writeReports } from '../output/report-files.ts'

/** The options of `plexor merge`, as commander gives them. */
export interface RawMergeOptions {
  report?: string[]
  writeBaseline?: string
  verbose?: boolean
}

/**
 * `plexor merge FILE...`: puts the JSON reports of the shards of a run together, and reports on the whole.
 *
 * @returns the exit code of the whole run
 * @throws {UsageError} when the reports are not those of one run, or not all of them
 */
export function merge(
  files: readonly string[],
  { report = [], writeBaseline, verbose = false }: RawMergeOptions,
): number {
  const baselineFile = writeBaseline === undefined ? undefined : openBaselineFile(writeBaseline)
  const run = mergeShards(files.map((file) => ({ file, run: readRun(file) })))
  writeReports(run, report, verbose)
  baselineFile?.write(run)
  return run.exitCode
}

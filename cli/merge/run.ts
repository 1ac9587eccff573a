import { mergeShards } from '../../run/merge.ts'
import { allCases } from '../../suites/index.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { MERGE_OPTIONS } from '../options/table.ts'
import { openBaselineFile } from '../output/baseline-file.ts'
import { readReport } from '../output/read-report.ts'
import { writeReports } from '../output/report-files.ts'

/**
 * Runs `plexor merge FILE...`: combines the JSON reports of the shards of a run, and reports on the whole.
 *
 * @returns the exit code of the whole run
 * @throws {UsageError} when the reports are not those of one run, or not all of them
 */
export function merge(files: readonly string[], raw: RawOptions<typeof MERGE_OPTIONS>): number {
  const { report, writeBaseline, verbose } = readOptions(MERGE_OPTIONS, raw)
  const baselineFile = writeBaseline === undefined ? undefined : openBaselineFile(writeBaseline, allCases)
  const run = mergeShards(
    files.map((file) => ({ file, run: readReport(file) })),
    allCases,
  )
  writeReports(run, report, verbose)
  baselineFile?.write(run)
  return run.exitCode
}

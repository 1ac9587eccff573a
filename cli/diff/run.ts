import { DIFF_WRITERS } from '../../reports/diff.ts'
import { diffRuns } from '../../run/diff.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { DIFF_OPTIONS } from '../options/table.ts'
import { readReport } from '../output/read-report.ts'
import { openReportFiles } from '../output/report-files.ts'

/**
 * Runs `plexor diff BEFORE AFTER`: compares two JSON reports.
 *
 * @returns 1 when a case failed or was inconclusive that was neither before, 0 otherwise
 * @throws {UsageError} for a report that cannot be read, or a comparison that cannot be written
 */
export function diff(before: string, after: string, raw: RawOptions<typeof DIFF_OPTIONS>): number {
  const { report } = readOptions(DIFF_OPTIONS, raw)
  const difference = diffRuns(readReport(before), readReport(after))
  const { outputs, commit } = openReportFiles(report, 'text')
  for (const { format, sink } of outputs) sink.write(DIFF_WRITERS[format](difference))
  commit()
  return difference.regressed.length > 0 ? 1 : 0
}

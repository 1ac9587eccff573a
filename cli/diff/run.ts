import { DIFF_FORMATS, DIFF_WRITERS } from '../../reports/diff-reports.ts'
import { diffRuns } from '../../run/diff.ts'
import { readRun } from '../../run/read-report.ts'
import { openReportFiles } from '../output/report-files.ts'

/**
 * `plexor diff BEFORE AFTER`: compares two JSON reports.
 *
 * @returns 1 when a case failed or could not be judged that did neither before, 0 otherwise
 * @throws {UsageError} for a report that cannot be read, or a comparison that cannot be written
 */
export function diff(before: string, after: string, { report = [] }: { report?: string[] }): number {
  const found = diffRuns(readRun(before), readRun(after))
  const { outputs, close } = openReportFiles(report, DIFF_FORMATS, 'text')
  for (const { format, sink } of outputs) sink.write(DIFF_WRITERS[format](found))
  close()
  return found.regressed.length > 0 ? 1 : 0
}

import { basename, extname } from 'node:path'
import { UsageError } from '../../common/usage-error.ts'
import { COMPARISON_WRITERS } from '../../reports/comparison/writers.ts'
import { nameOfTarget } from '../../reports/headline.ts'
import type { NamedRun } from '../../run/comparability.ts'
import { compareRuns } from '../../run/compare.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { COMPARE_OPTIONS } from '../options/table.ts'
import { readReport } from '../output/read-report.ts'
import { openReportFiles } from '../output/report-files.ts'

/**
 * Runs `plexor compare REPORT...`: sets JSON reports of several implementations side by side.
 *
 * @returns 0, whatever the reports say
 * @throws {UsageError} for a report that cannot be read, reports that cannot be compared, or a comparison that cannot be
 *   written
 */
export function compare(files: readonly string[], raw: RawOptions<typeof COMPARE_OPTIONS>): number {
  const { report, name, pages } = readOptions(COMPARE_OPTIONS, raw)
  if (name.length > 0 && name.length !== files.length) {
    throw new UsageError(`--name: expected a name for each of ${files.length} reports, found ${name.length}`)
  }
  const runs = files.map((file, index): NamedRun => {
    const run = readReport(file)
    return {
      name: name[index] ?? nameOfTarget(run),
      run,
      ...(pages === undefined ? {} : { page: pageOf(pages, file) }),
    }
  })
  const comparison = compareRuns(runs)
  const { outputs, commit } = openReportFiles(report, 'text')
  for (const { format, sink } of outputs) sink.write(COMPARISON_WRITERS[format](comparison))
  commit()
  return 0
}

/** Returns the address of the HTML report beside a JSON report: `PREFIX/synapse.html` for `synapse.json`. */
function pageOf(prefix: string, file: string): string {
  const name = encodeURIComponent(basename(file, extname(file)))
  return `${prefix.replace(/\/+$/, '')}/${name}.html`
}

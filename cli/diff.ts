import { diffRuns, type RunDiff } from '../reports/diff.ts'
import { diffToJson, diffToMarkdown, diffToText } from '../reports/diff-reports.ts'
import { openReportFiles } from './report-files.ts'
import { readRun } from './run-file.ts'

const FORMATS = { text: diffToText, markdown: diffToMarkdown, json: diffToJson } satisfies Record<
  string,
  (diff: RunDiff) => string
>

/** The formats that a comparison can be written in. */
export const DIFF_FORMATS = Object.keys(FORMATS) as (keyof typeof FORMATS)[]

/**
 * `plexor diff BEFORE AFTER`: compares two JSON reports.
 *
 * @returns 1 when a case failed or could not be judged that did neither before, 0 otherwise
 * @throws {UsageError} for a report that cannot be read, or a comparison that cannot be written
 */
export function diff(before: string, after: string, { report = [] }: { report?: string[] }): number {
  const found = diffRuns(readRun(before), readRun(after))
  const { outputs, close } = openReportFiles(report, DIFF_FORMATS, 'text')
  for (const { format, sink } of outputs) sink.write(FORMATS[format](found))
  close()
  return found.regressed.length > 0 ? 1 : 0
}

import { readJsonFile } from '../../common/json-file.ts'
import type { RunResult } from '../../run/events.ts'
import { parseReport } from '../../run/parse-report.ts'

/**
 * Reads a JSON report that the user named.
 *
 * @throws {UsageError} when it cannot be read, or is not a report of this version of Plexor
 */
export function readReport(fileName: string): RunResult {
  return parseReport(readJsonFile('report', fileName).value, fileName)
}

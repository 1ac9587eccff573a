import { Ajv, type ValidateFunction } from 'ajv'
import { JsonValue } from '../common/json-file.ts'
import { toViolations } from '../spec/violations.ts'
import { RUN_SCHEMA, type RunResult } from './events.ts'
import schema from './generated/report.schema.json' with { type: 'json' }

let validate: ValidateFunction<RunResult> | undefined

/**
 * Checks a JSON report against its schema, `plexor/report.schema.json`.
 *
 * @param report the parsed JSON
 * @param fileName the name of its file, for messages
 * @returns the same report
 * @throws {UsageError} when it is not a report of this version of Plexor
 */
export function parseReport(report: unknown, fileName: string): RunResult {
  const json = new JsonValue({ what: 'report', fileName }, report, '')
  const version = json.object('a JSON report, as --report json=FILE writes it').member('schema')
  if (version.value !== RUN_SCHEMA) {
    throw version.error(`${RUN_SCHEMA}, the schema of the JSON reports that this version of Plexor reads`)
  }
  validate ??= new Ajv({ verbose: true }).compile<RunResult>(schema)
  if (validate(report)) return report
  const [violation = 'it does not conform to report.schema.json'] = toViolations(validate.errors)
  throw json.error('a JSON report as Plexor writes it', `a report that was changed (${violation})`)
}

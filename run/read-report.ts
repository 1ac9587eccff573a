import { Ajv } from 'ajv'
import { readJsonFile } from '../common/json-file.ts'
import { toViolations } from '../spec/violations.ts'
import { RUN_SCHEMA, type RunResult } from './events.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const texts = { type: 'array', items: text }

function object(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } }
}

const VERDICT = { enum: ['passed', 'failed', 'warned', 'noted', 'n/a', 'inconclusive'] }
const LEVEL = { enum: ['must', 'stated', 'schema', 'should', 'may', 'unspecified'] }
const count = { type: 'integer', minimum: 0 }
const COUNTS = Object.fromEntries(VERDICT.enum.map((verdict) => [verdict, count]))

const ENTRY = object(
  { at: number, kind: { enum: ['client', 'gateway', 'note'] }, actor: text, summary: text },
  {
    ...{ method: text, path: text, status: number, durationMs: number, violations: texts },
    ...{ preparation: { const: true }, signedIn: { const: true }, requestBodyForm: { enum: ['text', 'cut'] } },
  },
)

const CASE = object(
  {
    ...{ id: text, title: text, verdict: VERDICT, level: LEVEL, durationMs: number },
    requirements: { type: 'array', items: object({ id: text, level: LEVEL, text, section: text }) },
    timeline: { type: 'array', items: ENTRY },
  },
  {
    ...{ fairness: text, message: text, proof: text },
    expectation: object({ kind: { enum: ['must-fail', 'may-flake'] }, reason: text, met: { type: 'boolean' } }),
    slowestWait: object({ what: text, tookMs: number, limitMs: number }),
    repetitions: object({ runs: count, verdicts: { type: 'object', properties: COUNTS }, flakeRate: number }),
  },
)

const TARGET = object(
  { name: text },
  {
    ...{ url: text, software: text, versions: texts, latencyMs: number, ordered: { type: 'boolean' } },
    independent: { type: 'boolean' },
    devices: object({ reachable: count, gone: count }),
    gateway: object({ url: text, scheme: { enum: ['http', 'https'] } }),
  },
)

/** What of a JSON report has to be as it is written, for reports to be made of it. Other fields are left alone. */
const RUN = object(
  {
    ...{ plexor: text, startedAt: text, durationMs: number, specVersion: text, target: TARGET, counts: object(COUNTS) },
    ...{ cases: { type: 'array', items: CASE }, remarks: texts, exitCode: { enum: [0, 1, 3] } },
  },
  {
    targetTime: object({ responsesMs: number, pushesMs: number, totalMs: number }),
    repeat: count,
    shard: object({ index: count, count, selected: count }),
  },
)

const check = new Ajv({ verbose: true }).compile<RunResult>(RUN)

/**
 * Reads a JSON report that the user named.
 *
 * @throws {UsageError} when it cannot be read, or is no report that this version of Plexor understands
 */
export function readRun(fileName: string): RunResult {
  const json = readJsonFile('report', fileName)
  const schema = json.object('a JSON report, as --report json=FILE writes it').member('schema')
  if (schema.value !== RUN_SCHEMA) {
    throw schema.error(`${RUN_SCHEMA}, the schema of the JSON reports that this version of Plexor reads`)
  }
  const run = json.value
  if (check(run)) return run
  const [violation = 'it is not so'] = toViolations(check.errors)
  throw json.error('a JSON report as Plexor writes it', `a report that was changed (${violation})`)
}

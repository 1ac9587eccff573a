import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import { parseReport, type RunResult } from '../../run/index.ts'
import { HOSTILE, sampleRun } from '../reports/sample-run.ts'

const run = sampleRun()

for (const { what, changes } of [
  { what: 'a homeserver', changes: {} },
  {
    what: 'a push gateway',
    changes: {
      target: { kind: 'push-gateway', name: 'g', url: 'https://g', devices: { reachable: 1, unregistered: 0 } },
    },
  },
  { what: 'an evaluator', changes: { target: { kind: 'evaluator', name: 'e' } } },
  { what: 'a shard', changes: { shard: { index: 1, count: 2, selected: 9 }, repeat: 3 } },
] as { what: string; changes: Partial<RunResult> }[]) {
  t.test(`a report on ${what} is returned unchanged`, async (t) => {
    const report = { ...run, ...changes }
    t.equal(parseReport(report, 'a.json'), report)
  })
}

t.test('a report may have further properties', async (t) => {
  t.doesNotThrow(() => parseReport({ ...run, later: HOSTILE }, 'a.json'))
})

for (const { report, message } of [
  { report: 5, message: /^Cannot use the report a\.json: expected a JSON report, .*, found the number 5$/ },
  { report: { ...run, schema: 1 }, message: /at \/schema: expected 3, .*, found the number 1$/ },
  { report: { ...run, target: { ...run.target, kind: 'toaster' } }, message: /At \/target\/kind: expected one of / },
  {
    report: { ...run, target: { kind: 'push-gateway', name: 'g' } },
    message: /At \/target: expected the property "url"/,
  },
  { report: { ...run, counts: { ...run.counts, failed: -1 } }, message: /At \/counts\/failed: expected / },
  { report: { ...run, counts: { passed: 1 } }, message: /At \/counts: expected the property "failed"/ },
  {
    report: { ...run, cases: [{ ...run.cases[0], verdict: 'fine' }] },
    message: /At \/cases\/0\/verdict: expected one of /,
  },
  { report: { ...run, exitCode: 2 }, message: /At \/exitCode: expected one of 0, 1, 3, found 2/ },
]) {
  t.test(`refused: ${message.source}`, async (t) => {
    t.throws(() => parseReport(report, 'a.json'), { name: 'UsageError', message })
    t.throws(() => parseReport(report, 'a.json'), UsageError)
  })
}

t.test('the schema is valid on its own, and describes every property of a run', async (t) => {
  const schema = JSON.parse(readFileSync(new URL('../../run/generated/report.schema.json', import.meta.url), 'utf8'))
  t.ok(new Ajv({ strict: true, strictTypes: false }).validateSchema(schema))
  for (const [name, { description }] of Object.entries<{ description?: string }>(schema.properties))
    t.ok(description, name)
})

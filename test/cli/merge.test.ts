import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import type { CaseResult, RunResult } from '../../run/events.ts'
import { mergeShards } from '../../run/merge.ts'
import { caseResult, sampleRun } from '../reports/sample-run.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const AT_END = 'schema/notify'
const KNOWN = { kind: 'must-fail', reason: 'hs#1', met: true } as const

function shard(index: number, cases: CaseResult[], changes: Partial<RunResult> = {}, count = 2): RunResult {
  const times = { durationMs: 100, targetTime: { responsesMs: 10, pushesMs: 20, totalMs: 25 } }
  return { ...sampleRun(), ...times, shard: { index, count, selected: 3 }, cases, remarks: [], exitCode: 0, ...changes }
}

function merged(...runs: RunResult[]): RunResult {
  return mergeShards(runs.map((run, index) => ({ file: `${index + 1}.json`, run })))
}

const ONE = caseResult({ id: 'pushers/set-is-listed' })
const TWO = caseResult({ id: 'pushers/own-only' })
const runsLast = (changes: Partial<CaseResult> = {}) => caseResult({ id: AT_END, ...changes })
const FAILED = { verdict: 'failed', message: 'It is wrong' } as const

t.test('shards make one run', async (t) => {
  const run = merged(shard(2, [TWO, runsLast()], { remarks: ['So'] }), shard(1, [ONE, runsLast()], { remarks: ['So'] }))
  t.match(run, {
    durationMs: 200,
    targetTime: { responsesMs: 20, pushesMs: 40, totalMs: 50 },
    counts: { passed: 3, failed: 0 },
    remarks: ['So'],
    exitCode: 0,
  })
  t.notOk('shard' in run)
  t.equal(run.cases.length, 3)
})

t.test('a report of a whole run stands for itself', async (t) => t.strictSame(merged(sampleRun()), sampleRun()))

for (const { what, first, second, verdict, exitCode } of [
  { what: 'passes when it passed in all', first: {}, second: {}, verdict: 'passed', exitCode: 0 },
  { what: 'passes when the others saw nothing', first: { verdict: 'n/a' }, second: {}, verdict: 'passed', exitCode: 0 },
  { what: 'fails when it failed in one', first: {}, second: FAILED, verdict: 'failed', exitCode: 1 },
  { what: 'is inconclusive when it was inconclusive in one', first: {}, second: { verdict: 'inconclusive' }, verdict: 'inconclusive', exitCode: 3 },
  {
    what: 'fails as known when it failed in one',
    first: { expectation: KNOWN },
    second: { ...FAILED, expectation: KNOWN },
    verdict: 'failed',
    exitCode: 0,
  },
  {
    what: 'is stale when it passed in all',
    first: { expectation: KNOWN },
    second: { expectation: KNOWN },
    verdict: 'passed',
    exitCode: 1,
  },
] as { what: string; first: Partial<CaseResult>; second: Partial<CaseResult>; verdict: string; exitCode: number }[]) {
  t.test(`a case that every shard has ${what}`, async (t) => {
    const run = merged(shard(1, [runsLast(first)]), shard(2, [runsLast(second)]))
    t.match(run, { cases: [{ id: AT_END, verdict }], exitCode })
    t.equal(run.remarks.length, verdict === 'passed' && exitCode === 1 ? 1 : 0)
  })
}

t.test('the whole is as red as its worst shard', async (t) => {
  const red = shard(1, [caseResult({ id: ONE.id, ...FAILED })], { exitCode: 1 })
  const abandoned = shard(2, [], { exitCode: 3, remarks: ['Cannot reach the target'] })
  t.equal(merged(red, shard(2, [TWO])).exitCode, 1)
  t.equal(merged(shard(1, [ONE]), abandoned).exitCode, 3)
  t.equal(merged(red, abandoned).exitCode, 1)
  t.equal(merged(shard(1, [ONE]), shard(2, [TWO], { exitCode: 1, remarks: ['An entry names no case'] })).exitCode, 1)
})

for (const { what, runs, sentence } of [
  { what: 'no report', runs: [], sentence: /^There is nothing to merge/ },
  { what: 'a missing shard', runs: [shard(1, [ONE], {}, 3)], sentence: /no report of shard 2\/3, 3\/3 was given$/ },
  {
    what: 'a shard twice',
    runs: [shard(1, []), shard(1, [])],
    sentence: /^The reports 1\.json and 2\.json are both of shard 1\/2$/,
  },
  {
    what: 'a case in two shards',
    runs: [shard(1, [ONE]), shard(2, [ONE])],
    sentence: /^The reports 1\.json and 2\.json both have the case "pushers\/set-is-listed"/,
  },
  { what: 'whole runs', runs: [sampleRun(), sampleRun()], sentence: /^The report 1\.json is of a whole run/ },
  {
    what: 'another profile',
    runs: [shard(1, []), shard(2, [], { specVersion: 'v1.3' })],
    sentence: /the profile is "v1\.19" in the first and "v1\.3" in the second$/,
  },
  {
    what: 'another target',
    runs: [shard(1, []), shard(2, [], { target: { name: 'ref:' } })],
    sentence: /the target is "https:\/\/hs\.example" in the first and "ref:" in the second$/,
  },
  { what: 'another Plexor', runs: [shard(1, []), shard(2, [], { plexor: '9' })], sentence: /the version of Plexor is/ },
  {
    what: 'other shards',
    runs: [shard(1, []), shard(2, [], {}, 3)],
    sentence: /the number of shards is 2 in the first and 3/,
  },
  {
    what: 'other repetitions',
    runs: [shard(1, []), shard(2, [], { repeat: 2 })],
    sentence: /repetitions is 1 in the first/,
  },
] as { what: string; runs: RunResult[]; sentence: RegExp }[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    t.throws(() => merged(...runs), UsageError)
    t.throws(() => merged(...runs), { message: sentence })
  })
}

t.test('the reports of real shards make the report of the whole, in any format', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:', '--only', 'authentication', '--only', 'schema']
  for (const index of [1, 2]) {
    const { exitCode } = await runPlexor(folder, [...args, '--shard', `${index}/2`, '--report', `json=${index}.json`])
    t.equal(exitCode, 0)
  }
  const whole = await runPlexor(folder, [
    'merge',
    '1.json',
    '2.json',
    '--report',
    'json=whole.json',
    '--report',
    'junit',
  ])
  t.match(whole, { exitCode: 0, stderr: '', stdout: /<testsuites / })
  const run: RunResult = JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8'))
  const { shard } = JSON.parse(readFileSync(join(folder, '1.json'), 'utf8')) as RunResult
  t.equal(run.cases.length, shard?.selected)
  t.match(await runPlexor(folder, ['merge', '1.json']), { exitCode: 2, stderr: /no report of shard 2\/2 was given\n$/ })
})

t.test('a file that is no report is refused with one sentence', async (t) => {
  const broken = { ...sampleRun(), cases: [{ id: 1 }] }
  const folder = temporaryFolder(t, {
    'text.json': 'no',
    'list.json': '[]',
    'old.json': '{"schema": 0}',
    'broken.json': JSON.stringify(broken),
  })
  for (const [file, says] of [
    ['missing.json', 'there is no such file'],
    ['text.json', 'text that is not JSON'],
    ['list.json', 'found a list, wanted a JSON report'],
    ['old.json', 'at /schema: found 0, wanted 1, the schema of the JSON reports'],
    ['broken.json', 'At /cases/0: expected the property "title", found an object with "id"'],
  ] as const) {
    const { exitCode, stderr } = await runPlexor(folder, ['merge', file])
    t.equal(exitCode, 2)
    t.match(stderr, says)
    t.match(stderr, /^plexor: [^\n]+\n$/)
  }
})

import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import { type CaseResult, mergeShards, type RunResult } from '../../run/index.ts'
import { allCases } from '../../suites/index.ts'
import { caseResult, sampleRun } from '../reports/sample-run.ts'

const RUNS_LAST = 'schema/notify'
const KNOWN = { kind: 'must-fail', reason: 'hs#1', met: true } as const

const CONCLUSIONS = { 0: 'conformant', 1: 'not conformant', 3: 'inconclusive' } as const

function shard(index: number, cases: CaseResult[], changes: Partial<RunResult> = {}, count = 2): RunResult {
  const times = { durationMs: 100, targetTime: { responsesMs: 10, pushesMs: 20, totalMs: 25 } }
  const { interruptions: _, ...run } = sampleRun()
  const conclusion = CONCLUSIONS[changes.exitCode ?? 0]
  const part = { index, count, selected: 3 }
  return { ...run, ...times, shard: part, cases, remarks: [], conclusion, exitCode: 0, ...changes }
}

function merged(...runs: RunResult[]): RunResult {
  return mergeShards(
    runs.map((run, index) => ({ file: `${index + 1}.json`, run })),
    allCases,
  )
}

const ONE = caseResult({ id: 'pushers/set-is-listed' })
const TWO = caseResult({ id: 'pushers/own-only' })
const runsLast = (changes: Partial<CaseResult> = {}) => caseResult({ id: RUNS_LAST, ...changes })
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

t.test('a run whose shards ended early says why, and which cases no shard reached', async (t) => {
  const cut = (why: string, ...notReached: string[]): Partial<RunResult> => ({
    ...{ exitCode: 3, conclusion: 'inconclusive', cutOff: { why, notReached } },
  })
  const why = 'it was interrupted by SIGTERM'
  const run = merged(shard(1, [ONE, runsLast()], cut(why, 'a/one')), shard(2, [TWO], cut(why, 'a/two', RUNS_LAST)))
  t.match(run, { conclusion: 'inconclusive', exitCode: 3 })
  t.strictSame(run.cutOff, { why, notReached: ['a/one', 'a/two'] })
  const only = merged(shard(1, [ONE, runsLast()]), shard(2, [], cut('it reached its time limit of 9 s', TWO.id)))
  t.strictSame(only.cutOff, { why: 'it reached its time limit of 9 s', notReached: [TWO.id] })
})

t.test('a report of a whole run stays unchanged', async (t) => t.strictSame(merged(sampleRun()), sampleRun()))

for (const { what, first, second, verdict, exitCode } of [
  { what: 'passes when it passed in all', first: {}, second: {}, verdict: 'passed', exitCode: 0 },
  {
    what: 'passes when it does not apply in the others',
    first: { verdict: 'n/a' },
    second: {},
    verdict: 'passed',
    exitCode: 0,
  },
  { what: 'fails when it failed in one', first: {}, second: FAILED, verdict: 'failed', exitCode: 1 },
  {
    what: 'is inconclusive when it was inconclusive in one',
    first: {},
    second: { verdict: 'inconclusive' },
    verdict: 'inconclusive',
    exitCode: 3,
  },
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
    t.match(run, { cases: [{ id: RUNS_LAST, verdict }], exitCode })
    t.equal(run.remarks.length, verdict === 'passed' && exitCode === 1 ? 1 : 0)
  })
}

t.test('what a shard failed for unexpectedly is unexpected in the whole, and all failures are kept', async (t) => {
  const known = { ...FAILED, violations: ['At /a: expected a string, found null'], expectation: KNOWN }
  const unexpected = ['At /b: expected a string, found 5']
  const other = { ...FAILED, violations: unexpected, expectation: { ...KNOWN, met: false, unexpected } }
  const run = merged(
    shard(1, [runsLast(known)]),
    shard(2, [runsLast(other)], { exitCode: 1, remarks: ['The entry does not expect it'] }),
  )
  t.match(run.cases, [{ expectation: { met: false, unexpected }, violations: [...known.violations, ...unexpected] }])
  t.match(run, { exitCode: 1, remarks: ['The entry does not expect it'] })
  t.equal(run.remarks.length, 1)
})

t.test('other messages of shards are kept', async (t) => {
  const run = merged(shard(1, [runsLast(FAILED)]), shard(2, [runsLast({ ...FAILED, message: 'Worse\nfar' })]))
  t.match(run.cases, [{ otherMessages: ['Worse'] }])
})

t.test('the whole is as red as its worst shard', async (t) => {
  const red = shard(1, [caseResult({ id: ONE.id, ...FAILED })], { exitCode: 1 })
  const abandoned = shard(2, [], { exitCode: 3, remarks: ['Cannot reach the target'] })
  t.equal(merged(red, shard(2, [TWO])).exitCode, 1)
  t.equal(merged(shard(1, [ONE]), abandoned).exitCode, 3)
  t.equal(merged(red, abandoned).exitCode, 1)
  t.equal(merged(shard(1, [ONE]), shard(2, [TWO], { exitCode: 1, remarks: ['An entry names no case'] })).exitCode, 1)
})

for (const { what, runs, sentence } of [
  { what: 'no report', runs: [], sentence: /^Nothing to merge: name the JSON reports of the shards$/ },
  {
    what: 'a missing shard',
    runs: [shard(1, [ONE], {}, 3)],
    sentence: /^Cannot merge 1 report: no report of shard 2\/3, 3\/3 was given$/,
  },
  {
    what: 'a shard twice',
    runs: [shard(1, []), shard(1, [])],
    sentence: /^Cannot merge "1\.json" and "2\.json": both are reports of shard 1\/2$/,
  },
  {
    what: 'a case in two shards',
    runs: [shard(1, [ONE]), shard(2, [ONE])],
    sentence: /^Cannot merge "1\.json" and "2\.json": both have the case "pushers\/set-is-listed"$/,
  },
  {
    what: 'whole runs',
    runs: [sampleRun(), sampleRun()],
    sentence: /^Cannot merge "1\.json": expected the report of a shard, .*, found that of a whole run$/,
  },
  {
    what: 'another spec version',
    runs: [shard(1, []), shard(2, [], { specVersion: 'v1.3' })],
    sentence: /^Cannot merge "2\.json" with "1\.json": expected the spec version "v1\.19", found "v1\.3"$/,
  },
  {
    what: 'another target',
    runs: [shard(1, []), shard(2, [], { target: { kind: 'evaluator', name: 'ref:' } })],
    sentence: /expected the target "https:\/\/hs\.example", found "ref:"$/,
  },
  {
    what: 'another Plexor',
    runs: [shard(1, []), shard(2, [], { plexor: '9' })],
    sentence: /expected the version of Plexor "[\d.]+", found "9"$/,
  },
  {
    what: 'other shards',
    runs: [shard(1, []), shard(2, [], {}, 3)],
    sentence: /expected the number of shards 2, found 3$/,
  },
  {
    what: 'other repetitions',
    runs: [shard(1, []), shard(2, [], { repeat: 2 })],
    sentence: /expected the number of repetitions 1, found 2$/,
  },
] as { what: string; runs: RunResult[]; sentence: RegExp }[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    t.throws(() => merged(...runs), UsageError)
    t.throws(() => merged(...runs), { message: sentence })
  })
}

t.test('shards have the same options that decide about verdicts', async (t) => {
  const settings = { level: 'schema', timeoutMs: 10_000, jobs: 4 } as const
  const first = shard(1, [ONE, runsLast()], { settings })
  t.match(merged(first, shard(2, [TWO, runsLast()], { settings: { ...settings, jobs: 8 } })), { settings })
  const changed = shard(2, [TWO, runsLast()], { settings: { ...settings, level: 'should' } })
  t.throws(() => merged(first, changed), /expected the level "schema", found "should"/)
  t.end()
})

import t from 'tap'
import { createThinner } from '../../../run/repetitions.ts'
import { Mismatch } from '../../../suites/harness/case/errors.ts'
import {
  type CaseDefinition,
  combineRepetitions,
  defineCase,
  type RunEvent,
  type RunOptions,
  startRepeatedRun,
} from '../../../suites/index.ts'
import { caseResult } from '../../reports/sample-run.ts'
import { ofLevel } from './requirements.ts'
import { createTestEnvironment } from './support.ts'

let serial = 0

/** Defines a case with one outcome for each repetition. */
function caseThatEnds(...ends: ('passes' | 'fails')[]) {
  serial += 1
  let turn = 0
  const run: CaseDefinition['run'] = async () => {
    const end = ends[turn]
    turn += 1
    if (end === 'fails') throw new Mismatch('It fails')
  }
  return defineCase({
    id: `area/case-${serial}`,
    title: 'A case',
    verifies: [ofLevel('must')],
    fairness: 'It is a test',
    run,
  })
}

async function repeated(repeat: number, options: Omit<RunOptions, 'plexor' | 'jobs'>) {
  return await startRepeatedRun(await createTestEnvironment(), repeat, { plexor: '0', jobs: 2, ...options }).finished
}

t.test('a case that always has the same verdict is not flaky', async (t) => {
  const run = await repeated(3, { cases: [caseThatEnds('passes', 'passes', 'passes')] })
  t.match(run, { repeat: 3, exitCode: 0, counts: { passed: 1 } })
  t.match(run.cases, [{ verdict: 'passed', repetitions: { runs: 3, verdicts: { passed: 3 }, flakeRate: 0 } }])
})

t.test('a case that fails once is red, and says how often it failed', async (t) => {
  const run = await repeated(4, { cases: [caseThatEnds('passes', 'fails', 'passes', 'passes')] })
  t.match(run, { exitCode: 1, counts: { passed: 0, failed: 1 } })
  t.match(run.cases, [
    {
      verdict: 'failed',
      message: 'In 1 of 4 repetitions: It fails',
      repetitions: { runs: 4, verdicts: { passed: 3, failed: 1 }, flakeRate: 0.25 },
    },
  ])
})

t.test('a case that may be flaky is not red, and one that is expected to fail has to fail each time', async (t) => {
  for (const { kind, exitCode } of [
    { kind: 'may-flake', exitCode: 0 },
    { kind: 'must-fail', exitCode: 1 },
  ] as const) {
    const run = await repeated(2, {
      cases: [caseThatEnds('passes', 'fails')],
      expectationOf: ({ verdict }) => ({ kind, reason: 'so', met: kind === 'may-flake' || verdict === 'failed' }),
      review: (results) => ({ remarks: [], red: results.some(({ expectation }) => expectation?.met === false) }),
    })
    t.equal(run.exitCode, exitCode, kind)
  }
})

t.test('of many results of a case that end alike, only the first keep their timelines', async (t) => {
  const timeline = [{ at: 0, kind: 'note' as const, actor: 'plexor', summary: 'It ran' }]
  const thin = createThinner()
  const kept = (result: Parameters<typeof caseResult>[0]) => thin(caseResult({ ...result, timeline })).timeline.length
  t.strictSame(
    Array.from({ length: 8 }, () => kept({ verdict: 'passed' })),
    [1, 1, 1, 1, 1, 0, 0, 0],
  )
  t.equal(kept({ verdict: 'failed' }), 1)
  t.equal(kept({ id: 'another/case', verdict: 'passed' }), 1)
})

t.test('the events are those of one run', async (t) => {
  const events: RunEvent[] = []
  const one = caseThatEnds('passes', 'passes')
  const result = await repeated(2, { cases: [one], emit: (event) => events.push(event) })
  t.match(events, [
    { type: 'run-start', cases: 1, repeat: 2 },
    { type: 'case-start', id: one.id },
    { type: 'case-end', result: { id: one.id } },
    { type: 'case-start', id: one.id },
    { type: 'case-end', result: { id: one.id } },
    { type: 'run-end', result },
  ])
  t.equal(events.length, 6)
})

t.test('each repetition checks its own traffic', async (t) => {
  const seen: number[] = []
  const asks = defineCase({
    id: 'area/asks',
    title: 'A case',
    verifies: [ofLevel('must')],
    fairness: 'It is a test',
    run: async ({ traffic }) => traffic.record('getPushers', [], 'area/asks'),
  })
  const judges = defineCase({
    id: 'area/judges',
    title: 'A case',
    verifies: [ofLevel('must')],
    fairness: 'It is a test',
    runsLast: true,
    run: async ({ traffic }) => void seen.push(traffic.checked('getPushers')),
  })
  await repeated(3, { cases: [asks, judges] })
  t.strictSame(seen, [1, 1, 1])
})

t.test('a single repetition is a run like any other', async (t) => {
  const run = await repeated(1, { cases: [caseThatEnds('passes')] })
  t.notOk('repeat' in run)
  t.notOk(run.cases.some((result) => 'repetitions' in result))
})

t.test('the result of each case can be awaited', async (t) => {
  const one = caseThatEnds('passes', 'fails')
  const run = startRepeatedRun(await createTestEnvironment(), 2, { plexor: '0', jobs: 1, cases: [one] })
  t.match(await run.results.get(one.id), { verdict: 'failed' })
})

t.test('the result has the wait that used most of its time limit in any repetition', async (t) => {
  const waits = [
    { what: 'a push', tookMs: 900, limitMs: 1000 },
    { what: 'a response', tookMs: 2000, limitMs: 10_000 },
  ]
  const [first, second] = waits.map((slowestWait) => caseResult({ slowestWait }))
  if (first === undefined || second === undefined) return
  t.strictSame(combineRepetitions([second, first]).slowestWait, waits[0])
})

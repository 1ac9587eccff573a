import t from 'tap'
import {
  type CaseResult,
  isRed,
  type OutcomeKind,
  outcomeOf,
  type RunResult,
  runFailure,
  totalsOf,
  totalsOfRun,
  totalsText,
  type Verdict,
} from '../../run/index.ts'
import { caseResult, sampleRun } from '../reports/sample-run.ts'

type Row = [
  verdict: Verdict,
  baseline: 'none' | 'must-fail' | 'may-flake',
  met: boolean,
  red: boolean,
  kind: OutcomeKind,
]

const ROWS: Row[] = [
  ['passed', 'none', true, false, 'passed'],
  ['failed', 'none', true, true, 'failed'],
  ['warned', 'none', true, false, 'tolerated'],
  ['noted', 'none', true, false, 'noted'],
  ['n/a', 'none', true, false, 'skipped'],
  ['inconclusive', 'none', true, true, 'error'],
  ['failed', 'must-fail', true, false, 'known'],
  ['warned', 'must-fail', true, false, 'tolerated'],
  ['passed', 'must-fail', false, true, 'failed'],
  ['n/a', 'must-fail', false, true, 'failed'],
  ['noted', 'must-fail', false, true, 'failed'],
  ['inconclusive', 'must-fail', false, true, 'error'],
  ['passed', 'may-flake', true, false, 'passed'],
  ['failed', 'may-flake', true, false, 'known'],
  ['n/a', 'may-flake', true, false, 'skipped'],
  ['inconclusive', 'may-flake', false, true, 'error'],
]

for (const [verdict, baseline, met, red, kind] of ROWS) {
  t.test(`${verdict}, baseline ${baseline}: ${red ? 'red' : 'not red'}, shown as ${kind}`, (t) => {
    const expectation = baseline === 'none' ? {} : { expectation: { kind: baseline, reason: 'hs#7', met } }
    const result: CaseResult = caseResult({ verdict, message: 'saw 1', ...expectation })
    t.equal(isRed(result), red)
    t.equal(outcomeOf(result).kind, kind)
    if (kind !== 'passed') t.match(outcomeOf(result).reason, /saw 1|hs#7/)
    t.end()
  })
}

t.test('a case that passes although it must fail says what to do', (t) => {
  const { reason } = outcomeOf(caseResult({ expectation: { kind: 'must-fail', reason: 'hs#7', met: false } }))
  t.match(reason, 'hs#7')
  t.match(reason, 'remove the entry')
  t.end()
})

t.test('a red run without a red case counts as one failure, and says why', (t) => {
  const run: RunResult = { ...sampleRun(), cases: [caseResult({})], remarks: ['No case is called "a/b"'], exitCode: 1 }
  t.match(runFailure(run), 'No case is called "a/b"')
  t.same(totalsOfRun(run), { passed: 1, failed: 1, inconclusive: 0, known: 0, skipped: 0 })
  t.equal(runFailure({ ...run, exitCode: 0 }), undefined)
  t.equal(runFailure(sampleRun()), undefined, 'red cases speak for themselves')
  t.match(
    runFailure({ ...run, cases: [], remarks: [], conclusion: 'inconclusive', exitCode: 3 }),
    'The run is inconclusive',
  )
  t.match(runFailure({ ...run, cases: [], conclusion: 'nothing judged', exitCode: 3 }), 'Nothing was judged')
  t.end()
})

t.test('every case is counted once', (t) => {
  const { cases } = sampleRun()
  const { passed, failed, inconclusive, known, skipped } = totalsOf(cases)
  t.equal(known, 2)
  t.equal(passed + failed + inconclusive + known + skipped, cases.length)
  t.equal(totalsText({ passed: 1, failed: 0, inconclusive: 0, known: 0, skipped: 0 }), '1 passed, 0 failed')
  t.equal(
    totalsText({ passed: 1, failed: 0, inconclusive: 0, known: 1, skipped: 2 }),
    '1 passed, 0 failed, 1 known failure, 2 skipped',
  )
  t.equal(
    totalsText({ passed: 0, failed: 1, inconclusive: 3, known: 0, skipped: 0 }),
    '0 passed, 1 failed, 3 inconclusive',
  )
  t.end()
})

import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import {
  type CaseResult,
  type Comparison,
  compareRuns,
  diffRuns,
  type Level,
  type RequirementRef,
  type RunResult,
  summarise,
} from '../../run/index.ts'
import { caseResult, sampleRun } from '../reports/sample-run.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-notifications'

function requirement(id: string, level: Level = 'must', text = `Text of ${id}`): RequirementRef {
  return { id, level, text, section: SECTION }
}

/** Creates the result of a case about requirements, at the strictest level of these. */
function about(rows: readonly RequirementRef[], changes: Partial<CaseResult> = {}): CaseResult {
  return caseResult({ requirements: [...rows], level: rows[0]?.level ?? 'must', ...changes })
}

function run(cases: CaseResult[], changes: Partial<RunResult> = {}): RunResult {
  const { interruptions: _, ...sample } = sampleRun()
  return { ...sample, ...summarise(cases, false), remarks: [], ...changes }
}

function comparison(...runs: RunResult[]): Comparison {
  return compareRuns(runs.map((run, index) => ({ name: 'abcdefghijk'[index] ?? 'z', run })))
}

/** Returns what the first run says about a requirement. */
function kindOf(id: string, ...cases: CaseResult[]): string | undefined {
  return comparison(run(cases), run([])).requirements.find((row) => row.id === id)?.cells[0]?.kind
}

const KNOWN = { kind: 'must-fail', reason: 'hs#1', met: true } as const
const A = requirement('pushers.a')

t.test('a requirement is as bad as the worst of its cases', async (t) => {
  const passed = about([A])
  const failed = about([A], { id: 'pushers/two', verdict: 'failed' })
  t.equal(kindOf('pushers.a', passed), 'passed')
  t.equal(kindOf('pushers.a', passed, failed), 'failed')
  t.equal(kindOf('pushers.a', passed, { ...failed, expectation: KNOWN }), 'known')
  t.equal(kindOf('pushers.a', passed, { ...failed, verdict: 'n/a' }), 'passed')
  t.equal(kindOf('pushers.a', { ...failed, verdict: 'n/a' }), 'n/a')
  t.equal(kindOf('pushers.a', passed, { ...failed, verdict: 'inconclusive' }), 'inconclusive')
})

t.test('a case that failed for what it builds on counts against that alone', async (t) => {
  const open = requirement('pushers.open', 'unspecified')
  const failed = about([open], { verdict: 'failed', level: 'must', violatedRequirement: A })
  t.equal(kindOf('pushers.open', failed), 'inconclusive')
  t.equal(kindOf('pushers.a', failed), 'failed')
})

t.test('a case about several levels never fails what is weaker than it judges', async (t) => {
  const [should, open] = [requirement('pushers.should', 'should'), requirement('pushers.open', 'may')]
  const failed = about([A, should, open], { verdict: 'failed' })
  t.strictSame(
    ['pushers.a', 'pushers.should', 'pushers.open'].map((id) => kindOf(id, failed)),
    ['failed', 'warned', 'inconclusive'],
  )
  const noted = about([A, open], { verdict: 'noted', message: 'Responds with 400' })
  t.strictSame(
    ['pushers.a', 'pushers.open'].map((id) => kindOf(id, noted)),
    ['passed', 'noted'],
  )
  t.equal(kindOf('pushers.should', about([should], { verdict: 'failed' })), 'failed')
})

t.test('only what several runs judge can differ', async (t) => {
  const varies = (one: Partial<CaseResult>, other: Partial<CaseResult>, row = A) =>
    comparison(run([about([row], one)]), run([about([row], other)])).requirements[0]?.varies
  const noted = (message: string) => ({ verdict: 'noted', message }) as const
  const open = requirement('pushers.open', 'unspecified')
  t.equal(varies({}, { verdict: 'failed' }), true)
  t.equal(varies({}, { verdict: 'n/a' }), false)
  t.equal(varies({}, { verdict: 'inconclusive' }), false)
  t.equal(varies({ verdict: 'failed' }, { verdict: 'failed', expectation: KNOWN }), false)
  t.equal(varies(noted('Responds with 400'), noted('Responds with 404'), open), true)
  t.equal(varies(noted('Pushes $a:x after 12 ms'), noted('Pushes $b:x after 40 ms'), open), false)
})

t.test('requirements are grouped by topic, with the text of the newest run, and counted by level', async (t) => {
  const b = requirement('rules.b', 'stated')
  const renamed = { ...A, text: 'New words' }
  const compared = comparison(
    run([about([A]), about([b], { id: 'rules/b' }), about([requirement('pushers.c')], { id: 'pushers/c' })]),
    run([about([renamed])], { startedAt: '2027-01-01T00:00:00.000Z' }),
  )
  t.strictSame(
    compared.requirements.map(({ id, text }) => [id, text]),
    [
      ['pushers.a', 'New words'],
      ['pushers.c', 'Text of pushers.c'],
      ['rules.b', 'Text of rules.b'],
    ],
  )
  t.match(compared.levels, [
    {
      level: 'must',
      counts: [
        { passed: 2, missing: 0 },
        { passed: 1, missing: 1 },
      ],
    },
    { level: 'stated', counts: [{ passed: 1 }, { missing: 1 }] },
  ])
})

t.test('warnings say why results cannot simply be set side by side', async (t) => {
  const settings = (level: Level) => ({ settings: { level, timeoutMs: 10_000 } })
  t.strictSame(comparison(run([about([A])]), run([about([A])])).warnings, [])
  const { warnings } = comparison(
    run([about([A])], { specVersion: 'v1.2', plexor: '0.1.0', ...settings('schema') }),
    run([about([A])], { specVersion: 'v1.15', plexor: '0.2.0', ...settings('should') }),
    run([], { specVersion: 'v1.15', plexor: '0.2.0', shard: { index: 1, count: 2, selected: 9 } }),
    run([about([A])], { specVersion: 'v1.2', plexor: '0.1.0', cutOff: { why: 'it took too long', notReached: [] } }),
  )
  t.strictSame(warnings, [
    'The runs were judged by different versions of the specification: v1.2 (a, d); v1.15 (b, c)',
    'The runs were judged by different versions of Plexor, which may have different cases: 0.1.0 (a, d); 0.2.0 (b, c)',
    'The runs judged different levels of requirements: schema (a); should (b)',
    'c has no result for 1 case that another run has',
    'c is only shard 1/2 of a run',
    'The run of d ended early: it took too long',
  ])
})

t.test('a comparison of two runs over time warns about versions too', async (t) => {
  const before = run([about([A])], { specVersion: 'v1.2' })
  t.strictSame(diffRuns(before, run([], { specVersion: 'v1.3' })).warnings, [
    'The runs were judged by different versions of the specification: v1.2 (before); v1.3 (after)',
  ])
})

t.test('what cannot be compared is refused', async (t) => {
  const one = run([about([A])])
  const evaluator = run([], { target: { kind: 'evaluator', name: 'engine' } })
  for (const [runs, says] of [
    [[one], 'Cannot compare: expected 2 to 10 reports, found 1'],
    [Array<RunResult>(11).fill(one), 'Cannot compare: expected 2 to 10 reports, found 11'],
    [[one, evaluator], 'Cannot compare: expected reports of one kind of target, found homeserver and evaluator'],
  ] as const) {
    t.throws(() => comparison(...runs), new UsageError(says))
  }
  const named = { name: 'Synapse', run: one }
  t.throws(
    () => compareRuns([named, named]),
    new UsageError('Cannot compare: expected a name for each report, found "Synapse" twice; give --name for each'),
  )
})

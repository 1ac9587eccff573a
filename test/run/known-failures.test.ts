import t from 'tap'
import { type CaseResult, type Counts, knownFailures, loadBaseline, type Verdict } from '../../run/index.ts'
import { caseResult } from '../reports/sample-run.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-notifications'
const EARLIER = loadBaseline(
  `must-fail:
  - case: a/known
    reason: Known, hs#1
may-flake:
  - case: a/flaky
    reason: Flaky, hs#2
`,
  'known.yaml',
)

function ended(id: string, verdict: Verdict, verdicts?: Partial<Counts>): CaseResult {
  const repetitions = verdicts && { repetitions: { runs: 3, verdicts, flakeRate: 0.3 } }
  return caseResult({ id, verdict, message: 'Expected it, found none\nmore', ...repetitions })
}

for (const { what, result, entry } of [
  { what: 'a case that failed', result: ended('a/new', 'failed'), entry: 'must-fail TODO: Expected it, found none' },
  { what: 'a case that passed', result: ended('a/new', 'passed') },
  { what: 'a case that only warned', result: ended('a/new', 'warned') },
  { what: 'a case that was noted', result: ended('a/new', 'noted') },
  { what: 'an inconclusive case', result: ended('a/new', 'inconclusive') },
  {
    what: 'a case that failed in every repetition',
    result: ended('a/new', 'failed', { failed: 3 }),
    entry: 'must-fail TODO: Expected it, found none',
  },
  {
    what: 'a case that failed in some repetitions',
    result: ended('a/new', 'failed', { failed: 1, passed: 2 }),
    entry: 'may-flake TODO: Expected it, found none',
  },
  {
    what: 'a case that was inconclusive in some repetitions',
    result: ended('a/new', 'inconclusive', { inconclusive: 1, passed: 2 }),
  },
  { what: 'a known failure that failed', result: ended('a/known', 'failed'), entry: 'must-fail Known, hs#1' },
  { what: 'a known failure that warned', result: ended('a/known', 'warned'), entry: 'must-fail Known, hs#1' },
  { what: 'a known failure that passed', result: ended('a/known', 'passed') },
  {
    what: 'a known failure that was inconclusive',
    result: ended('a/known', 'inconclusive'),
    entry: 'must-fail Known, hs#1',
  },
  {
    what: 'a known failure that turned out to flake',
    result: ended('a/known', 'passed', { failed: 1, passed: 2 }),
    entry: 'may-flake Known, hs#1',
  },
  { what: 'a flaky case that passed', result: ended('a/flaky', 'passed'), entry: 'may-flake Flaky, hs#2' },
  { what: 'a flaky case that failed', result: ended('a/flaky', 'failed'), entry: 'may-flake Flaky, hs#2' },
]) {
  t.test(`${what} is ${entry === undefined ? 'not written' : `written as ${entry}`}`, async (t) => {
    const found = knownFailures([result], EARLIER, ['a/known', 'a/flaky']).get(result.id)
    t.equal(found && `${found.kind} ${found.reason}`, entry)
  })
}

t.test('entries for cases that were not selected stay, unless the case no longer exists', async (t) => {
  const entries = knownFailures([ended('a/new', 'failed')], EARLIER, ['a/known'])
  t.strictSame([...entries.keys()], ['a/known', 'a/new'])
})

t.test('the section is named, and entries are sorted', async (t) => {
  const requirements = [{ id: 'r', level: 'must' as const, text: 'So it is', section: SECTION }]
  const entries = knownFailures([ended('b/z', 'failed'), { ...ended('b/a', 'failed'), requirements }], new Map(), [])
  t.strictSame([...entries.keys()], ['b/a', 'b/z'])
  t.equal(entries.get('b/a')?.reason, `TODO: Expected it, found none (${SECTION})`)
})

import t from 'tap'
import {
  type CaseResult,
  type Counts,
  combineRepetitions,
  countChanged,
  type ExpectedFailure,
  expectationOf,
  formatBaseline,
  knownFailures,
  loadBaseline,
  type Verdict,
} from '../../run/index.ts'
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

const NULL = 'At /notifications/4/profile_tag: expected a string, found null'
const TEXT = 'At /notifications/0/ts: expected an integer, found "1764331200000"'
const ID = 'a/it'
const USER = '@plexor-1f2e3d4c-7-alice:hs.example'

function entry(kind: 'must-fail' | 'may-flake', expected: string): string {
  return `${kind}:\n  - case: ${ID}\n    reason: hs#1\n${expected}`
}

for (const { what, before, result, expected, changed } of [
  {
    what: 'a new failure gets the pattern of its message',
    before: '',
    result: { message: `Expected ${USER} to have 1 pusher within 30 s, found 2\nmore` },
    expected: { messages: ['Expected … to have 1 pusher within …, found 2'] },
    changed: 0,
  },
  {
    what: 'a new failure gets its violations, without indexes and without the texts that were found',
    before: '',
    result: { violations: [NULL, TEXT], message: 'Expected 7 exchanges to conform' },
    expected: {
      violations: [
        'At /notifications/*/profile_tag: expected a string, found null',
        'At /notifications/*/ts: expected an integer, found "…',
      ],
    },
    changed: 0,
  },
  {
    what: 'an entry that did not say what fails is completed',
    before: entry('must-fail', ''),
    result: { message: 'Expected 1, found 2' },
    expected: { messages: ['Expected 1, found 2'] },
    changed: 1,
  },
  {
    what: 'a part of the message that still matches stays',
    before: entry('must-fail', '    message: found 2\n'),
    result: { message: 'Expected 1, found 2' },
    expected: { messages: ['found 2'] },
    changed: 0,
  },
  {
    what: 'a message that no longer matches is replaced',
    before: entry('must-fail', '    message: found 3\n'),
    result: { message: 'Expected 1, found 2' },
    expected: { messages: ['Expected 1, found 2'] },
    changed: 1,
  },
  {
    what: 'a flaky case gets one more message',
    before: entry('may-flake', '    message: found 3\n'),
    result: { message: 'Expected 1, found 2' },
    expected: { messages: ['found 3', 'Expected 1, found 2'] },
    changed: 1,
  },
  {
    what: 'a flaky case that passed keeps its message',
    before: entry('may-flake', '    message: found 3\n'),
    result: { verdict: 'passed' },
    expected: { messages: ['found 3'] },
    changed: 0,
  },
  {
    what: 'violations that do not show stay, and others are added',
    before: entry('must-fail', `    violations: ["/profile_tag: expected a string", /next_token]\n`),
    result: { violations: [NULL, TEXT] },
    expected: {
      violations: [
        '/profile_tag: expected a string',
        '/next_token',
        'At /notifications/*/profile_tag: expected a string, found null',
        'At /notifications/*/ts: expected an integer, found "…',
      ],
    },
    changed: 1,
  },
  {
    what: 'violations are replaced by a message if the case fails for something else',
    before: entry('must-fail', `    violations: [/next_token]\n`),
    result: { message: 'Expected the target to have it, found status 404' },
    expected: { messages: ['Expected the target to have it, found status 404'] },
    changed: 1,
  },
] as { what: string; before: string; result: Partial<CaseResult>; expected: ExpectedFailure; changed: number }[]) {
  t.test(what, async (t) => {
    const finished = caseResult({ id: ID, verdict: 'failed', ...result })
    const earlier = loadBaseline(before, 'known.yaml')
    const entries = knownFailures([finished], earlier, [ID])
    const { kind: _, reason: __, ...found } = entries.get(ID) ?? { kind: 'must-fail', reason: '' }
    t.strictSame(found, expected)
    t.equal(countChanged(entries, earlier), changed)
    const written = loadBaseline(formatBaseline(entries), 'known.yaml')
    t.equal(expectationOf(finished, written)?.met, true, 'the case meets the entry that is written')
  })
}

t.test('all messages and violations of the repetitions of a case are written', async (t) => {
  const failed = (changes: Partial<CaseResult>) => caseResult({ id: ID, verdict: 'failed', ...changes })
  const results = [
    failed({ message: 'Expected 1, found 2' }),
    failed({ message: `Expected 1, found ${USER}` }),
  ] as const
  const again = failed({ message: 'Expected 1, found @plexor-1f2e3d4c-9-alice:hs.example' })
  const combined = combineRepetitions([caseResult({ id: ID }), ...results, again])
  t.equal(combined.message, 'In 3 of 4 repetitions: Expected 1, found 2')
  t.equal(combined.otherMessages?.length, 1)
  t.match(knownFailures([combined], new Map(), [ID]).get(ID), {
    kind: 'may-flake',
    messages: ['Expected 1, found 2', 'Expected 1, found …'],
  })
  const shapes = combineRepetitions([failed({ violations: [NULL] }), failed({ violations: [TEXT, NULL] })])
  t.strictSame(shapes.violations, [NULL, TEXT])
  const written = loadBaseline(formatBaseline(knownFailures([combined], new Map(), [ID])), 'known.yaml')
  for (const each of [...results, again, combined]) t.equal(expectationOf(each, written)?.met, true)
})

import t from 'tap'
import { DIFF_WRITERS, diffToJson, diffToMarkdown, diffToText } from '../../reports/diff.ts'
import { type CaseResult, diffRuns, type RunResult, type Verdict } from '../../run/index.ts'
import { golden } from './golden.ts'
import { hostileRun } from './hostile-run.ts'
import { assertSafe, assertStrictPolicy } from './page-safety.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'

function run(...cases: CaseResult[]): RunResult {
  return { ...sampleRun(), cases }
}

function ended(verdict: Verdict, message?: string): CaseResult {
  return caseResult({ verdict, ...(message === undefined ? {} : { message }) })
}

/** List of a case, by its verdicts before and after. */
const TABLE: [before: Verdict, after: Verdict, list: string][] = [
  ['passed', 'failed', 'regressed'],
  ['passed', 'inconclusive', 'regressed'],
  ['noted', 'failed', 'regressed'],
  ['n/a', 'failed', 'regressed'],
  ['warned', 'failed', 'regressed'],
  ['failed', 'passed', 'fixed'],
  ['inconclusive', 'passed', 'fixed'],
  ['failed', 'inconclusive', 'changed'],
  ['inconclusive', 'failed', 'changed'],
  ['passed', 'warned', 'changed'],
  ['passed', 'noted', 'changed'],
  ['failed', 'n/a', 'changed'],
  ['passed', 'passed', 'same'],
]

const LISTS = ['regressed', 'fixed', 'changed', 'otherReason', 'added', 'removed'] as const

for (const [before, after, list] of TABLE) {
  t.test(`${before}, then ${after}: ${list}`, async (t) => {
    const diff = diffRuns(run(ended(before)), run(ended(after)))
    t.strictSame(
      LISTS.filter((name) => diff[name].length > 0),
      list === 'same' ? [] : [list],
    )
    t.equal(diff.same, list === 'same' ? 1 : 0)
  })
}

t.test('a new case that fails is not a regression, and neither is a removed one', async (t) => {
  const diff = diffRuns(run(caseResult({ id: 'a/gone' })), run(caseResult({ id: 'a/new', verdict: 'failed' })))
  t.match(diff, { regressed: [], added: [{ id: 'a/new' }], removed: [{ id: 'a/gone' }] })
})

t.test('a baseline plays no part', async (t) => {
  const excused = { ...ended('failed'), expectation: { kind: 'must-fail' as const, reason: 'known', met: true } }
  t.equal(diffRuns(run(ended('passed')), run(excused)).regressed.length, 1)
})

t.test('the reason only changed if more than identifiers, times and counts did', async (t) => {
  const key = (end: string) => `key-0b6f2c1e-1111-4222-8333-4444444444${end}`
  const one = `Expected a push of $abc:x to ${key('aa')} within 10 s, found 2 of plexor-1234-1-alice`
  const two = `Expected a push of $xyz:x to ${key('bb')} within 5 s, found 3 of plexor-9876-7-alice`
  t.equal(diffRuns(run(ended('failed', one)), run(ended('failed', two))).same, 1)
  t.equal(diffRuns(run(ended('failed', one)), run(ended('failed', 'Expected a count'))).otherReason.length, 1)
})

const before = sampleRun()
const after = run(
  ...sampleRun().cases.flatMap((result): CaseResult[] => {
    if (result.id === 'pushers/listed') return [{ ...result, verdict: 'failed', message: HOSTILE }]
    if (result.id === 'pushers/removed') return [{ ...result, verdict: 'passed' }]
    if (result.id === 'rules/inconclusive') return []
    if (result.id === 'rules/open') return [{ ...result, message: 'Responds otherwise' }]
    return [result]
  }),
  caseResult({ id: 'rules/new' }),
)

t.test('a comparison for people', async (t) => {
  const text = diffToText(diffRuns(before, after))
  golden(t, 'sample.diff.txt', text)
  t.notMatch(text, /[^\P{Cc}\n]|\p{Bidi_Control}/u)
})

t.test('a comparison as Markdown', async (t) => golden(t, 'sample.diff.md', diffToMarkdown(diffRuns(before, after))))

t.test('a comparison for programs', async (t) => {
  t.match(JSON.parse(diffToJson(diffRuns(before, after))), {
    before: { target: 'https://hs.example', conclusion: 'not conformant' },
    regressed: [
      { id: 'pushers/listed', before: { verdict: 'passed' }, after: { verdict: 'failed', message: HOSTILE } },
    ],
    fixed: [{ id: 'pushers/removed' }],
    otherReason: [{ id: 'rules/open' }],
    added: [{ id: 'rules/new', verdict: 'passed' }],
    removed: [{ id: 'rules/inconclusive' }],
    same: 10,
  })
})

t.test('a comparison as a page', async (t) => {
  const page = DIFF_WRITERS.html(diffRuns(before, after))
  assertStrictPolicy(t, page)
  assertSafe(t, page)
  t.match(page, '<span class="conclusion bad">1 regressed</span>')
  t.match(page, /<tr id="case-pushers\/listed"[^>]*>.*<td>passed → failed<\/td>/)
  assertSafe(t, DIFF_WRITERS.html(diffRuns(sampleRun(), hostileRun())))
})

t.test('every format warns about different versions', async (t) => {
  const warning = 'The runs were judged by different versions of the specification: v1.19 (before); v1.2 (after)'
  const diff = diffRuns(before, { ...after, specVersion: 'v1.2' })
  t.match(diffToText(diff), `\n! ${warning}\n`)
  t.match(diffToMarkdown(diff), `\n- ⚠️ ${warning}\n`)
  t.match(DIFF_WRITERS.html(diff), `<li>${warning}</li>`)
  t.strictSame(JSON.parse(diffToJson(diff)).warnings, [warning])
})

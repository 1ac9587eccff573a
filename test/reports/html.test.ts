import t from 'tap'
import { summarise } from '../../run/index.ts'
import { golden } from './golden.ts'
import { entry, hostileRun } from './hostile-run.ts'
import { assertSafe, assertStrictPolicy, withoutAssets } from './page-safety.ts'
import { caseResult, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

t.test('a run as a page', async (t) => golden(t, 'sample.html', withoutAssets(written('html', sampleRun()))))

t.test('the page may only use its own style and script', async (t) => {
  const page = written('html', sampleRun())
  assertStrictPolicy(t, page)
  assertSafe(t, page)
  t.match(page, 'prefers-color-scheme: dark')
})

t.test('strings from the target are shown as text', async (t) => assertSafe(t, written('html', hostileRun())))

t.test('a failure shows its requirement, its exchanges as a diagram, and how to repeat them', async (t) => {
  const page = written('html', sampleRun())
  t.match(page, '<a href="https://spec.matrix.org/v1.19/client-server-api/#push-notifications"')
  t.match(page, /<svg [^>]*role="img"/)
  t.match(page, '>1. POST …/pushers/set → 200</text>')
  t.match(page, '<pre>curl -X POST -H &quot;Authorization: Bearer $ALICE_TOKEN&quot;')
  t.match(page, 'Violates the schema: notification.devices is missing')
})

t.test('a page stays small when everything fails', async (t) => {
  const timeline = [...Array(200).keys()].map((at) => entry({ at, requestBody: 'x'.repeat(4_000) }))
  const failing = [...Array(300).keys()].map((index) =>
    caseResult({ id: `a/${index}`, verdict: 'failed', message: 'y'.repeat(100_000), timeline }),
  )
  const page = written('html', { ...sampleRun(), cases: failing })
  t.ok(page.length < 20_000_000)
  t.match(page, '… and 200 more cases')
})

t.test('a run without cases says why', async (t) => {
  const page = written('html', {
    ...sampleRun(),
    cases: [],
    interruptions: [],
    remarks: ['Cannot reach the target'],
    conclusion: 'inconclusive',
    exitCode: 3,
  })
  t.match(page, 'The run is inconclusive: Cannot reach the target')
})

t.test('known failures are amber, have their own section, and are counted at the top and in their area', async (t) => {
  const page = written('html', sampleRun())
  t.match(page, '<span class="conclusion bad">not conformant</span>')
  t.match(page, '<strong>1 passed, 6 failed, 2 inconclusive, 2 known failures, 3 skipped</strong>')
  t.match(
    page,
    'aria-label="1 passed, 6 failed, 2 inconclusive, 2 known failures, 3 skipped"><rect class="passed" x="0"',
  )
  const section = page.slice(page.indexOf('<h2 id="known-failures">'), page.indexOf('<h2 id="requirements">'))
  t.match(section, '<span class="verdict known">! known failure</span> <code data-part="id">pushers/known</code>')
  t.match(section, '<span class="faint">Known: append is ignored, hs#7</span></summary>')
  t.match(section, 'Expected 2 pushers, saw 1')
  t.match(section, '<code>push.append</code>')
  t.match(section, 'GET /pushers → 200, 3 times, at 1 ms, 500 ms, 1000 ms')
})

t.test('a run with known failures only is amber, and never called conformant', async (t) => {
  const known = sampleRun().cases.filter(({ id }) => ['pushers/listed', 'pushers/known'].includes(id))
  const page = written('html', { ...sampleRun(), ...summarise(known, false), remarks: [] })
  t.match(page, '<span class="conclusion known">as expected, with failures that the baseline lists</span>')
  t.match(page, '<span class="area known">pushers</span>')
  t.notMatch(page, '<h2>Failures</h2>')
  t.notMatch(withoutAssets(page), /conformant|class="bad"/)
})

t.test('cases with the same cause are one entry, and each of them has its anchor', async (t) => {
  const page = written('html', sampleRun())
  t.match(
    page,
    /<code data-part="id">rules\/same<\/code> .*<span class="faint">and 1 more case with the same cause<\/span>/,
  )
  t.match(page, /The same cause as <code>rules\/same<\/code>:<\/p>\n<ul><li id="case-rules\/builds-on">/)
  t.match(
    page,
    /builds on push\.stops \(stated\), which the target violates.*May follow from pushers\/removed, which failed/,
  )
  t.match(page, '<span class="verdict inconclusive">✗ inconclusive</span> 2 cases with the same cause')
  t.ok(page.indexOf('<h2>Failures</h2>') < page.indexOf('<h2>Inconclusive cases</h2>'))
})

t.test('the decisive exchange is marked in the list and in the diagram', async (t) => {
  const page = written('html', sampleRun())
  t.match(
    page,
    /<details open data-decisive><summary><strong class="failed">»<\/strong> 3\. .*<code class="decisive">POST/,
  )
  t.match(page, /<text class="decisive"[^>]*>» 3\. POST[^<]*<\/text>\n<line class="decisive"/)
})

t.test('the counts by level are bars with words', async (t) => {
  t.match(written('html', sampleRun()), /<dt>stated<\/dt><dd><svg class="bar".*<span class="counts">1 failed<\/span>/)
})

t.test('requirements and cases say by what the page filters them', async (t) => {
  const page = written('html', sampleRun())
  t.match(page, /<li data-item="requirements" data-search="" data-outcome="known" data-level="must">.*push\.append/)
  t.match(
    page,
    /<li id="case-pushers\/listed" data-item="cases" data-search="" data-outcome="passed" data-level="must">/,
  )
  t.match(page, '<option value="inconclusive">✗ inconclusive</option>')
  t.match(page, '<form class="filters" role="search" aria-label="Filter" hidden>')
})

t.test('a page of 700 cases with 100 known failures is small', async (t) => {
  const timeline = [...Array(60).keys()].map((at) =>
    entry({
      at,
      actor: 'alice',
      summary: `GET /${at}`,
      requestBody: 'x'.repeat(2_000),
      ...(at === 59 && { decisive: true }),
    }),
  )
  const known = { expectation: { kind: 'must-fail', reason: 'hs#1', met: true }, verdict: 'failed' } as const
  const cases = [...Array(700).keys()].map((index) =>
    caseResult({ id: `area-${index % 20}/case-${index}`, ...(index % 7 === 0 && { ...known, timeline }) }),
  )
  t.ok(written('html', { ...sampleRun(), ...summarise(cases, false) }).length < 1_000_000)
})

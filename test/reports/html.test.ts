import { createHash } from 'node:crypto'
import t from 'tap'
import { type CaseResult, type RunResult, summarise, type TimelineEntry } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

/** Elements of a page. Any other one comes from the target. */
const TAGS = [
  ...['html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'h2', 'p', 'ul', 'li', 'a', 'br', 'code', 'pre', 'span'],
  ...[
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'details',
    'summary',
    'div',
    'svg',
    'text',
    'line',
    'path',
    'strong',
    '!doctype',
  ],
]

/** Strings that would have an effect on a page that did not escape them. */
const MARKUP = `</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>" onload="x' </style><a href="javascript:x">`

function entry(changes: Partial<TimelineEntry>): TimelineEntry {
  return { at: 1, kind: 'client', actor: MARKUP, summary: MARKUP, ...changes }
}

/** Creates a run in which every string is hostile. */
function hostileRun(): RunResult {
  const text = HOSTILE + MARKUP
  const requirements = [{ id: text, level: 'must' as const, text, section: `javascript:${text}` }]
  const timeline = [
    entry({ method: text, path: text, status: 200, requestBody: { [text]: text }, responseBody: text, signedIn: true }),
    entry({ method: text, path: text, responseBody: { [text]: text.repeat(20) }, decisive: true }),
    entry({ kind: 'gateway', path: text, requestBody: text, violations: [text] }),
    entry({ kind: 'note' }),
  ]
  const result: Partial<CaseResult> = {
    title: text,
    message: text,
    proof: text,
    fairness: text,
    requirements,
    timeline,
  }
  const violatedRequirement = { id: text, level: 'must' as const, text, section: text }
  const origin = { violatedRequirement, followsFrom: [text, text] }
  const results = [
    caseResult({ ...result, id: text, verdict: 'failed' }),
    caseResult({ ...result, id: `pushers/${text}`, verdict: 'noted' }),
    ...['1', '2', '3'].map((id) => caseResult({ ...result, ...origin, id: text + id, verdict: 'failed' })),
    ...['4', '5'].map((id) => caseResult({ ...result, id: text + id, message: `${text}!`, verdict: 'inconclusive' })),
    caseResult({
      ...result,
      id: `${text}6`,
      verdict: 'failed',
      expectation: { kind: 'must-fail', reason: text, met: true },
    }),
    caseResult({
      ...{ ...result, id: `${text}7`, verdict: 'failed' },
      expectation: { kind: 'must-fail', reason: text, met: false, unexpected: [text, text] },
    }),
  ]
  const target = { ...sampleRun().target, name: text, software: text, url: `https://hs.example/${text}` }
  const interruptions = [{ what: 'pushes' as const, after: text, during: [text], recovered: false }]
  const changes = { plexor: text, startedAt: text, specVersion: text, target, interruptions, remarks: [text] }
  return { ...sampleRun(), ...summarise(results, false), ...changes }
}

t.test('a run as a page', async (t) => golden(t, 'sample.html', written('html', sampleRun())))

t.test('the page may only use its own style', async (t) => {
  const page = written('html', sampleRun())
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  t.match(page, `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`)
  t.notMatch(page, / style=|<script|<link|<img|url\(|@import| on[a-z]+=/)
  t.match(style, 'prefers-color-scheme: dark')
})

t.test('strings from the target are shown as text', async (t) => {
  const page = written('html', hostileRun())
  const tags = new Set([...page.matchAll(/<\/?([^\s>]+)/g)].map(([, tag = '']) => tag.toLowerCase()))
  t.strictSame(
    [...tags].filter((tag) => !TAGS.includes(tag)),
    [],
  )
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, address = '']) => address)
  t.ok(links.length > 0)
  t.strictSame(
    links.filter((address) => !/^(?:https:\/\/|#case-[\w./-]+$)/.test(address)),
    [],
  )
  t.notMatch(page, /[^\P{Cc}\n]|\p{Bidi_Control}/u)
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
  t.ok(ids.every((id) => /^(?:case-[\w./-]+|known-failures)$/.test(id)))
})

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
  t.match(
    page,
    '<span class="verdict bad">not conformant</span>: 1 passed, 6 failed, 2 inconclusive, 2 known failures, 3 skipped',
  )
  const section = page.slice(page.indexOf('<h2 id="known-failures">'), page.indexOf('<h2>Requirements</h2>'))
  t.match(section, '<span class="verdict known">! known failure</span> <code>pushers/known</code>')
  t.match(section, 'The baseline expects it to fail: append is ignored, hs#7')
  t.match(section, 'Expected 2 pushers, saw 1')
  t.match(section, '<code>push.append</code>')
  t.match(section, 'GET /pushers → 200, 3 times, at 1 ms, 500 ms, 1000 ms')
})

t.test('a run with known failures only is amber, and never called conformant', async (t) => {
  const known = sampleRun().cases.filter(({ id }) => ['pushers/listed', 'pushers/known'].includes(id))
  const page = written('html', { ...sampleRun(), ...summarise(known, false), remarks: [] })
  t.match(page, '<span class="verdict known">as expected, with failures that the baseline lists</span>')
  t.match(page, '<td class="known">pushers</td>')
  t.notMatch(page, '<h2>Failures</h2>')
  t.notMatch(page.replace(/<style>[\s\S]*<\/style>/, ''), /conformant|class="bad"/)
})

t.test('cases with the same cause are one entry, and each of them has its anchor', async (t) => {
  const page = written('html', sampleRun())
  t.match(page, '<code>rules/same</code> <span class="faint">and 1 more case with the same cause</span>')
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
  t.match(page, /<details open><summary><strong class="failed">»<\/strong> 3\. .*<code class="decisive">POST/)
  t.match(page, /<text class="decisive"[^>]*>» 3\. POST[^<]*<\/text>\n<line class="decisive"/)
})

t.test('the counts by level are a table', async (t) => {
  t.match(written('html', sampleRun()), /<tr><td>stated<\/td><td class="number">0<\/td><td class="number">1<\/td>/)
})

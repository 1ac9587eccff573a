import { createHash } from 'node:crypto'
import t from 'tap'
import type { CaseResult, RunResult, TimelineEntry } from '../../run/index.ts'
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
  const cases = [
    caseResult({ ...result, id: text, verdict: 'failed' }),
    caseResult({ ...result, id: `pushers/${text}`, verdict: 'noted' }),
  ]
  const target = { ...sampleRun().target, name: text, software: text, url: `https://hs.example/${text}` }
  return { ...sampleRun(), plexor: text, startedAt: text, specVersion: text, target, cases, remarks: [text] }
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
  t.ok(ids.every((id) => /^case-[\w./-]+$/.test(id)))
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
  const page = written('html', { ...sampleRun(), cases: [], remarks: ['Cannot reach the target'], exitCode: 3 })
  t.match(page, 'The run is inconclusive: Cannot reach the target')
})

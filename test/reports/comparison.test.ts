import t from 'tap'
import { COMPARISON_WRITERS } from '../../reports/comparison/writers.ts'
import { type CaseResult, type Comparison, compareRuns, type RunResult, summarise } from '../../run/index.ts'
import { golden } from './golden.ts'
import { hostileRun } from './hostile-run.ts'
import { assertSafe, assertStrictPolicy } from './page-safety.ts'
import { caseResult, sampleRun } from './sample-run.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-notifications'
const OPEN = {
  id: 'rules.open',
  level: 'unspecified',
  text: 'It is unspecified what happens',
  section: SECTION,
} as const

function noted(message: string): CaseResult {
  return caseResult({ id: 'rules/noted', verdict: 'noted', level: 'unspecified', message, requirements: [OPEN] })
}

/** Creates a run in which a case that fails in the sample passes. */
function other(): RunResult {
  const cases = sampleRun().cases.map(
    (result): CaseResult => (result.id === 'pushers/removed' ? { ...result, verdict: 'passed', timeline: [] } : result),
  )
  const { interruptions: _, ...run } = sampleRun()
  return { ...run, ...summarise([...cases, noted('Responds with 404')], false), specVersion: 'v1.2', remarks: [] }
}

function sample(page?: string): Comparison {
  const run = { ...sampleRun(), cases: [...sampleRun().cases, noted('Responds with 400')] }
  const link = page === undefined ? {} : { page }
  return compareRuns([
    { name: 'One 1.0', run, ...link },
    { name: 'Other 2.0', run: other(), ...link },
  ])
}

t.test('a comparison for people', async (t) => golden(t, 'sample.comparison.txt', COMPARISON_WRITERS.text(sample())))

t.test('a comparison as Markdown', async (t) => {
  golden(t, 'sample.comparison.md', COMPARISON_WRITERS.markdown(sample()))
})

t.test('a comparison for programs', async (t) => {
  t.match(JSON.parse(COMPARISON_WRITERS.json(sample())), {
    schema: 1,
    runs: [{ name: 'One 1.0', kind: 'homeserver', specVersion: 'v1.19' }, { name: 'Other 2.0' }],
    warnings: [/different versions of the specification/],
    requirements: [
      {
        id: 'push.pusher-null',
        level: 'must',
        varies: true,
        cells: [{ kind: 'failed', cases: [{ id: 'pushers/removed', kind: 'failed' }] }, { kind: 'passed' }],
      },
    ],
  })
})

t.test('a comparison as a page', async (t) => {
  const page = COMPARISON_WRITERS.html(sample('../reports'))
  assertStrictPolicy(t, page)
  t.match(page, /<details class="row" id="push\.pusher-null"[^>]* data-outcome="1:failed 2:passed" data-differ="yes">/)
  t.match(page, '<span class="who">One 1.0</span> ✗ failed')
  t.match(page, '<a href="../reports#case-pushers/removed"><code>pushers/removed</code></a>: Expected no push for $own')
  t.match(page, '<code>POST /_matrix/client/v3/pushers/set → 200</code>')
  t.match(page, /<details class="row open-row" id="rules\.open"[^>]* open>/)
  t.match(page, /<dt>Other 2\.0<\/dt><dd><ul><li>Responds with 404/)
  t.match(page, 'aria-label="One 1.0, must: ')
  t.match(page, 'v1.19 (One 1.0); v1.2 (Other 2.0)')
})

t.test('strings from the targets are shown as text', async (t) => {
  const run = hostileRun()
  const { name } = run.target
  const hostile = compareRuns([
    { name, run },
    { name: 'other', run },
  ])
  assertSafe(t, COMPARISON_WRITERS.html(hostile))
  for (const format of ['text', 'markdown', 'badge', 'shields'] as const) {
    t.notMatch(COMPARISON_WRITERS[format](hostile), /[^\P{Cc}\n]|\p{Bidi_Control}/u, format)
  }
})

t.test('a badge says how many requirements differ', async (t) => {
  t.match(JSON.parse(COMPARISON_WRITERS.shields(sample())), {
    schemaVersion: 1,
    label: '2 implementations',
    message: /^differences in \d+ of \d+ requirements$/,
    color: 'blue',
  })
  t.match(
    COMPARISON_WRITERS.badge(sample()),
    /^<svg xmlns[^>]* aria-label="2 implementations: differences in \d+ of \d+ requirements">/,
  )
})

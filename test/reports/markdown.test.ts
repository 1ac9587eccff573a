import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import t from 'tap'
import { codeBlock, codeSpan, prose } from '../../reports/markdown/text.ts'
import { type RunResult, summarise } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

interface Node {
  type: string
  value?: string
  children?: Node[]
}

/** Returns all nodes of a document, parsed by another implementation. */
function nodesOf(markdown: string): Node[] {
  const options = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)]
  return walk(fromMarkdown(markdown, options) as Node)
}

const NASTY = [
  ...[
    '`',
    '``x``',
    '`````',
    ' `a` ',
    '| a |',
    '<img src=x>',
    '</details>',
    '**a**',
    '[a](b)',
    '![a](b)',
    '# a',
    '@team',
  ],
  ...['<!-- ', '&lt;', '\\', '~~a~~', '_a_', 'https://a.example', HOSTILE],
]

t.test('a run as Markdown', async (t) => golden(t, 'sample.md', written('markdown', sampleRun())))

t.test('code can contain any text, and nothing else', async (t) => {
  for (const text of NASTY.filter((each) => each !== HOSTILE)) {
    t.match(nodesOf(codeSpan(text)).slice(2), [{ type: 'inlineCode', value: text.trim() }], text)
    t.match(nodesOf(codeBlock(`a\n${text}`).join('\n')).slice(1), [{ type: 'code', value: `a\n${text}` }], text)
  }
})

t.test('prose is only text, whatever its content', async (t) => {
  for (const text of NASTY) {
    const types = new Set(nodesOf(`x ${prose(text)}`).map(({ type }) => type))
    t.strictSame([...types], ['root', 'paragraph', 'text'], text)
  }
})

t.test('strings from the target add no markup', async (t) => {
  const text = NASTY.join(' ')
  const plain: RunResult = { ...sampleRun(), cases: [hostile('plain')], remarks: ['plain'] }
  const nasty: RunResult = { ...sampleRun(), cases: [hostile(text)], remarks: [text] }
  const typesOf = (run: RunResult) => nodesOf(written('markdown', run)).map(({ type }) => type)
  const unmarked = (types: string[]) => types.filter((type) => type !== 'text')
  t.strictSame(unmarked(typesOf(nasty)), unmarked(typesOf(plain)))
  t.notMatch(written('markdown', nasty), '@team<')
})

function hostile(text: string) {
  const timeline = [{ at: 1, kind: 'client' as const, actor: text, summary: text, requestBody: text }]
  const requirements = [{ id: text, level: 'must' as const, text, section: 'https://spec.matrix.org/' }]
  return caseResult({ id: `a/${text}`, title: text, verdict: 'failed', message: text, requirements, timeline })
}

t.test('a summary stays below a megabyte', async (t) => {
  const entry = {
    at: 1,
    kind: 'client' as const,
    actor: 'alice',
    summary: 'x'.repeat(500),
    requestBody: 'x'.repeat(4_000),
  }
  const cases = [...Array(500).keys()].map((index) =>
    caseResult({ id: `a/${index}`, verdict: 'failed', message: 'y'.repeat(10_000), timeline: Array(100).fill(entry) }),
  )
  const text = written('markdown', { ...sampleRun(), cases })
  t.ok(text.length < 1_000_000)
  t.match(text, '… and 450 more cases')
})

t.test('a run with known failures only has a warning sign, and is never called conformant', async (t) => {
  const known = sampleRun().cases.filter(({ id }) => ['pushers/listed', 'pushers/known'].includes(id))
  const text = written('markdown', { ...sampleRun(), ...summarise(known, false), remarks: [] })
  t.match(text, '## Plexor: ⚠️ as expected, with failures that the baseline lists\n')
  t.match(text, '| ⚠️ pushers | 1 | 0 | 0 | 1 | 0 |')
  t.match(text, '<details><summary>⚠️ known failure <code>pushers/known</code></summary>')
  t.match(text, 'The baseline expects it to fail: append is ignored, hs\\#7')
  t.notMatch(text, /conformant|✅|❌/)
})

t.test('failed cases come before inconclusive ones, and those with the same cause are one entry', async (t) => {
  const text = written('markdown', sampleRun())
  const summaries = [...text.matchAll(/<summary>(.*)<\/summary>/g)].map(([, summary]) => summary)
  t.strictSame(summaries.slice(4, 8), [
    '❌ failed <code>rules/same</code> and 1 more case with the same cause',
    '❌ inconclusive: 2 cases with the same cause',
    '⚠️ known failure <code>pushers/known</code>',
    '⚠️ known failure <code>rules/flaky</code>',
  ])
  t.match(text, '`rules/inconclusive` and `rules/inconclusive-too`')
  t.match(
    text,
    /The same cause as `rules\/same`:\n\n- ❌ failed `rules\/builds-on`: .*May follow from pushers\/removed/,
  )
  t.match(text, '- Pushes stopped arriving after rules/should')
})

t.test('the counts by level are a table', async (t) => {
  t.match(written('markdown', sampleRun()), '\n| must | 2 | 3 | 2 | 0 | 0 | 1 | 2 |\n')
})

t.test('the options on which the results depend are shown in every report for people', async (t) => {
  const settings = { level: 'should', timeoutMs: 2500, jobs: 4, settleMs: 40_000, halfway: true } as const
  const run: RunResult = { ...sampleRun(), settings }
  const options = '--level should --timeout 2.5 --jobs 4 --settle 40 --halfway …'
  t.match(written('markdown', run), `\nOptions: \`${options}\`\n`)
  t.match(written('pretty', run), `\nOptions: ${options}\n`)
  t.match(written('html', run), `options: <code>${options}</code>`)
  const { settings: _, ...without } = run
  for (const format of ['markdown', 'pretty', 'html'] as const) t.notMatch(written(format, without), /options: /i)
})

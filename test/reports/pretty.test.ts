import t from 'tap'
import { casesByArea, type RunResult, summarise } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const ERASE_LINE = '\r\u001b[2K'
const green: RunResult = {
  ...sampleRun(),
  ...summarise([caseResult({})], false),
  interruptions: [],
  remarks: [],
}

t.test('a run for people', (t) => {
  golden(t, 'sample.pretty.txt', written('pretty', sampleRun()))
  golden(t, 'sample.verbose.txt', written('pretty', sampleRun(), { columns: 80 }, { verbose: true }))
  t.end()
})

t.test('a run that says nothing about its cases is not called failed, and its remark is shown once', (t) => {
  const why = 'it was interrupted by SIGINT'
  const cut: RunResult = { ...green, ...summarise([], false, true), cutOff: { why, notReached: ['a/b'] } }
  const text = written('pretty', cut)
  t.match(text, /^✗ inconclusive {2}The run is inconclusive$/m)
  t.equal(text.split(why).length, 2)
  t.match(
    written('pretty', { ...green, ...summarise([caseResult({})], true), remarks: [why] }),
    /^✗ failed {2}The run/m,
  )
  t.end()
})

t.test('without a terminal nothing is rewritten and nothing is coloured', (t) => {
  t.notMatch(written('pretty', sampleRun()), /[^\P{Cc}\n]/u)
  t.end()
})

t.test('on a terminal one line is rewritten, within its width, and removed at the end', (t) => {
  const text = written('pretty', sampleRun(), { isTTY: true, columns: 40 })
  const [, ...drawn] = text.split(ERASE_LINE)
  const summary = drawn.pop() ?? ''
  t.ok(drawn.every((line) => line.length < 40 && !line.includes('\n')))
  t.match(drawn.at(1), '0/14  pushers/listed')
  t.match(drawn.at(-1), '14/14  6 failed, 2 inconclusive')
  t.equal(summary, written('pretty', sampleRun(), { columns: 40 }).split('\n').slice(3).join('\n'))
  t.end()
})

t.test('a target cannot control the terminal', (t) => {
  const text = written('pretty', sampleRun(), { isTTY: true, columns: 80 })
  t.notMatch(text.replaceAll(ERASE_LINE, ''), /[^\P{Cc}\n]|\p{Bidi_Control}/u)
  t.end()
})

t.test('colours appear if the sink has them, and change nothing else', (t) => {
  const coloured = written('pretty', sampleRun(), { color: true })
  t.match(coloured, '\u001b[31m✗ failed\u001b[39m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for colours
  t.equal(coloured.replaceAll(/\u001b\[\d+m/g, ''), written('pretty', sampleRun()))
  t.end()
})

t.test('the last line counts', (t) => {
  const lastLine = (run: RunResult) => written('pretty', run).trimEnd().split('\n').at(-1)
  const nothing: RunResult = { ...green, cases: [], remarks: ['No case ran'], conclusion: 'inconclusive', exitCode: 3 }
  t.equal(lastLine(green), '1 passed, 0 failed')
  t.equal(lastLine(sampleRun()), '1 passed, 6 failed, 2 inconclusive, 2 known failures, 3 skipped')
  t.equal(lastLine(nothing), '0 passed, 0 failed, 1 inconclusive')
  t.match(written('pretty', nothing), 'remark  No case ran\n✗ inconclusive  The run is inconclusive\n')
  t.end()
})

t.test('a green run is short', (t) => {
  t.ok(written('pretty', green).split('\n').length < 12)
  t.end()
})

t.test('a message of 100 KB fits a screen', (t) => {
  const message = `${HOSTILE}\n`.repeat(1_200)
  const text = written('pretty', { ...green, cases: [caseResult({ verdict: 'failed', message })] }, { columns: 80 })
  t.ok(text.length < 5_000)
  t.ok(text.split('\n').length < 40)
  t.end()
})

t.test('a run with known failures does not look conformant', async (t) => {
  const expectation = { kind: 'must-fail' as const, reason: 'hs#7', met: true }
  const known = caseResult({ verdict: 'failed', message: 'Expected a push, saw none', expectation })
  const text = written('pretty', { ...green, ...summarise([caseResult({ id: 'pushers/ok' }), known], false) })
  t.match(text, '! pushers  1 passed, 0 failed, 1 known failure')
  t.match(text, '1 known failure, which the baseline expects:\n  pushers/sample  hs#7')
  t.match(text, '; 1 failed as the baseline expects; as expected, with failures that the baseline lists\n')
  t.notMatch(text, 'conformant')
})

t.test('an area in which nothing was judged is not green', async (t) => {
  const skipped = [caseResult({ verdict: 'n/a', message: 'later' }), caseResult({ id: 'rules/ok' })]
  t.match(
    written('pretty', { ...green, ...summarise(skipped, false) }),
    '- pushers  0 passed, 0 failed, 1 skipped\n✓ rules',
  )
})

t.test('failed cases come before inconclusive ones, and those with the same cause are shown once', async (t) => {
  const results = [
    ...['a/1', 'a/2', 'a/3'].map((id) => caseResult({ id, verdict: 'inconclusive', message: 'Cannot register' })),
    ...['b/1', 'b/2'].map((id) =>
      caseResult({ id, verdict: 'failed', message: `Expected a push of $${id.slice(2)}abcdef, found none` }),
    ),
    caseResult({ id: 'c/1', verdict: 'failed', message: 'Expected 1, found 2' }),
  ]
  const run = { ...green, ...summarise(results, false) }
  const lines = written('pretty', run).split('\n')
  const heads = lines.filter((line) => line.startsWith('✗ failed') || line.startsWith('✗ inconclusive'))
  t.strictSame(heads, ['✗ failed  b/1', '✗ failed  c/1', '✗ inconclusive  3 cases: Cannot register'])
  t.ok(lines.includes('  a/1, a/2, a/3'))
  t.ok(lines.includes('  The same cause as b/1:'))
  t.ok(lines.includes('  ✗ failed  b/2  Expected a push of $2abcdef, found none'))
  const verbose = written('pretty', run, {}, { verbose: true })
  t.equal(verbose.match(/^✗ inconclusive {2}a\//gm)?.length, 3, 'all have details in a verbose report')
  t.equal(verbose.match(/the same as that of a\/1$/gm)?.length, 2)
})

const live = (sink: Parameters<typeof written>[2], verbose = false, run = mixed()) =>
  written('pretty', run, sink, {
    verbose,
    areas: new Map([...casesByArea(run.cases)].map(([a, { length }]) => [a, length])),
  })

function mixed(): RunResult {
  const results = [
    caseResult({ id: 'a/passes' }),
    caseResult({ id: 'a/fails', verdict: 'failed', message: 'Expected 1, found 2\nmore' }),
    caseResult({ id: 'longer/noted', verdict: 'noted', message: 'It does this' }),
  ]
  return { ...green, ...summarise(results, false) }
}

t.test('a log shows red cases as they end and areas when they are finished, and areas only once', async (t) => {
  const lines = live({}).split('\n')
  t.strictSame(lines.slice(3, 7), [
    '✗ failed  a/fails  Expected 1, found 2',
    '✗ a       1 passed, 1 failed',
    '- longer  0 passed, 0 failed, 1 skipped',
    '',
  ])
  t.equal(lines.filter((line) => line.startsWith('✗ a ')).length, 1)
  t.equal(lines.at(-2), '1 passed, 1 failed, 1 skipped')
})

t.test('a verbose log shows every case as it ends', async (t) => {
  t.strictSame(live({}, true).split('\n').slice(3, 8), [
    '✓ passed  a/passes',
    '✗ failed  a/fails  Expected 1, found 2',
    '✗ a       1 passed, 1 failed',
    '- noted  longer/noted  It does this',
    '- longer  0 passed, 0 failed, 1 skipped',
  ])
})

t.test('a terminal shows red cases above the status line, and the areas at the end', async (t) => {
  const shown = live({ isTTY: true, columns: 80 })
    .split('\n')
    .map((line) => line.split(ERASE_LINE).at(-1))
  t.ok(shown.includes('✗ failed  a/fails  Expected 1, found 2'))
  t.equal(shown.filter((line) => line?.startsWith('✗ a ')).length, 1)
})

t.test('a run in progress that is all red shows the first hundred of its cases', async (t) => {
  const results = Array.from({ length: 150 }, (_, index) => caseResult({ id: `a/${index}`, verdict: 'failed' }))
  const [progress = ''] = live({}, false, { ...green, ...summarise(results, false) }).split('✗ a ')
  t.equal(progress.match(/^✗ failed {2}a\//gm)?.length, 100)
  t.match(progress, '✗ more red cases follow; the summary shows them\n')
})

import t from 'tap'
import type { RunResult } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const ERASE_LINE = '\r\u001b[2K'
const green: RunResult = { ...sampleRun(), cases: [caseResult({})], remarks: [], exitCode: 0 }

t.test('a run for people', (t) => {
  golden(t, 'sample.pretty.txt', written('pretty', sampleRun()))
  golden(t, 'sample.verbose.txt', written('pretty', sampleRun(), { columns: 80 }, { verbose: true }))
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
  t.match(drawn.at(1), '0/10  pushers/listed')
  t.match(drawn.at(-1), '10/10  4 failed')
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
  const nothing: RunResult = { ...green, cases: [], remarks: ['No case ran'], exitCode: 3 }
  t.equal(lastLine(green), '1 passed, 0 failed')
  t.equal(lastLine(sampleRun()), '1 passed, 4 failed, 5 skipped')
  t.equal(lastLine(nothing), '0 passed, 1 failed')
  t.match(written('pretty', nothing), 'inconclusive: No case ran')
  t.end()
})

t.test('a green run is short', (t) => {
  t.ok(written('pretty', green).split('\n').length < 10)
  t.end()
})

t.test('a message of 100 KB fits a screen', (t) => {
  const message = `${HOSTILE}\n`.repeat(1_200)
  const text = written('pretty', { ...green, cases: [caseResult({ verdict: 'failed', message })] }, { columns: 80 })
  t.ok(text.length < 5_000)
  t.ok(text.split('\n').length < 40)
  t.end()
})

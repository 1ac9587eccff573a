import t from 'tap'
import { type CaseResult, combineRepetitions, type RunResult, summarise } from '../../run/index.ts'
import { caseResult, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

/** Returns a case that fails, or passes, with one response. */
function repetition(fails: boolean): CaseResult {
  const path = '/_matrix/client/v3/pushers'
  const status = fails ? 404 : 200
  return caseResult({
    id: 'pushers/flaky',
    verdict: fails ? 'failed' : 'passed',
    ...(fails && { message: 'Expected status 200, found 404' }),
    timeline: [{ at: 10, kind: 'client', actor: 'alice', summary: path, method: 'GET', path, status }],
  })
}

t.test('every report says where the repetitions of a flaky case part', async (t) => {
  const flaky = combineRepetitions([repetition(false), repetition(true)])
  const run: RunResult = { ...sampleRun(), repeat: 2, ...summarise([flaky], false) }
  for (const format of ['pretty', 'html', 'markdown', 'junit', 'tap'] as const) {
    const text = written(format, run).replaceAll(/\\|&#?\w+;/g, '')
    t.match(text, /The repetitions part after 0 exchanges of the case: in repetition 1 \(passed\) alice/, format)
    t.match(text, /in repetition 2 \(failed\) alice sends GET .*pushers → 404 \(at 10 ms\)/, format)
  }
})

t.test('a repetition that was cut off is said to be one', (t) => {
  const flaky = combineRepetitions([repetition(true), repetition(true)])
  const cut: RunResult = { ...sampleRun(), ...summarise([flaky], false), cutOff: { why: 'it ended', notReached: [] } }
  t.match(written('pretty', { ...cut, repeat: 2 }), 'Repeated 2 times, the last time in part: every case always had')
  t.match(written('pretty', { ...cut, repeat: 1 }), 'Repeated 1 time, the last time in part')
  t.notMatch(written('pretty', { ...cut, ...summarise([], false), repeat: 1 }), 'Repeated')
  t.match(written('html', { ...cut, repeat: 1 }), 'each case ran 1 time</p>')
  t.end()
})

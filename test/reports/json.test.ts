import t from 'tap'
import { eventsOf, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const run = sampleRun()

t.test('json contains the run unchanged', (t) => {
  const text = written('json', run)
  t.same(JSON.parse(text), run)
  t.match(text, /^\{\n {2}"schema": 3,\n/)
  t.match(text, /\}\n$/)
  t.end()
})

t.test('ndjson has a line for each event', (t) => {
  const lines = written('ndjson', run).split('\n')
  t.equal(lines.pop(), '')
  t.same(
    lines.map((line) => JSON.parse(line)),
    eventsOf(run),
  )
  t.end()
})

t.test('json is safe to print: no control character is raw', (t) => {
  const controls = { ...run, remarks: ['\u007f\u009b31m\u2028'] }
  t.notMatch(written('ndjson', controls), /[^\P{Cc}\n]|\u2028/u)
  t.same(JSON.parse(written('json', controls)).remarks, controls.remarks)
  t.end()
})

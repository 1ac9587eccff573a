import t from 'tap'
import { countOf, parseJson } from '../../../suites/harness/target/body.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

t.test('JSON is parsed, and anything else stays text', async (t) => {
  t.strictSame(parseJson('{"a":[1,null]}'), { a: [1, null] })
  for (const text of ['', '<html>', '{"a":', 'undefined', '{"a":1}{"b":2}']) t.equal(parseJson(text), text)
})

t.test('JSON that is nested too deeply stays text', async (t) => {
  t.type(parseJson(nested(100)), Array)
  for (const depth of [1_000, 500_000]) t.equal(parseJson(nested(depth)), nested(depth))
})

t.test('occurrences are counted up to a number', async (t) => {
  t.equal(countOf(',', '', 5), 0)
  t.equal(countOf(',', '[1,2,,3]', 5), 3)
  t.equal(countOf(',', ','.repeat(100), 5), 5)
})

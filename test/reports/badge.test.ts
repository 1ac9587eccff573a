import { XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { type CaseResult, type RunResult, summarise } from '../../run/index.ts'
import { hostileRun } from './hostile-run.ts'
import { caseResult, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const KNOWN = { kind: 'must-fail', reason: 'hs#1', met: true } as const

function run(...cases: Partial<CaseResult>[]): RunResult {
  const { interruptions: _, ...sample } = sampleRun()
  return { ...sample, ...summarise(cases.map(caseResult), false), remarks: [] }
}

const FAILED = { verdict: 'failed' } as const

for (const [what, one, message, color] of [
  ['a conformant run', run({}, {}, { verdict: 'noted' }), '2 of 2 passed', 'brightgreen'],
  ['a run with known failures', run({}, { ...FAILED, expectation: KNOWN }), '1 of 2 passed', 'yellow'],
  ['a run with failures', run({}, FAILED), '1 of 2 passed', 'red'],
  ['an inconclusive run', run({}, { verdict: 'inconclusive' }), '1 inconclusive', 'lightgrey'],
  ['a run that judged nothing', run({ verdict: 'noted' }), 'nothing judged', 'lightgrey'],
] as const) {
  t.test(`the badge of ${what}`, async (t) => {
    t.strictSame(JSON.parse(written('shields', one)), {
      schemaVersion: 1,
      label: 'Matrix push v1.19',
      message,
      color,
    })
    const image = written('badge', one)
    t.match(image, `<title>Matrix push v1.19: ${message}</title>`)
    t.equal(XMLValidator.validate(image), true)
  })
}

t.test('an image of a hostile run is valid XML', async (t) => {
  const image = written('badge', hostileRun())
  t.equal(XMLValidator.validate(image), true)
  t.notMatch(image, /<script|[^\P{Cc}\n]|\p{Bidi_Control}/u)
})

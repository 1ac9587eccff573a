import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import type { CaseResult, RunResult } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

type Problem = { message: string; type?: string; '#text'?: string }
type Counts = { tests: string; failures: string; errors: string; skipped: string }
type Testcase = {
  name: string
  classname: string
  failure?: Problem
  error?: Problem
  skipped?: Problem
  'system-out'?: string
}
type Property = { name: string; value: string }
type Testsuite = Counts & { name: string; properties: { property: Property[] }; testcase: Testcase[] }

function parsed(xml: string): Counts & { testsuite: Testsuite[] } {
  const isArray = (name: string) => ['testsuite', 'testcase', 'property'].includes(name)
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray, trimValues: false })
  return parser.parse(xml).testsuites
}

function kindOf({ failure, error, skipped }: Testcase): string {
  const kinds = Object.entries({ failure, error, skipped }).filter(([, problem]) => problem)
  return kinds.map(([kind]) => kind).join(' and ') || 'passed'
}

const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u

t.test('a run as JUnit XML', (t) => {
  golden(t, 'sample.junit.xml', written('junit', sampleRun()))
  t.end()
})

t.test('an XML parser reads a suite per area and the outcome of each case', (t) => {
  const { testsuite } = parsed(written('junit', sampleRun()))
  t.same(
    testsuite.map(({ name, testcase }) => [name, testcase.map((each) => [each.classname, each.name, kindOf(each)])]),
    [
      [
        'pushers',
        [
          ['pushers', 'listed', 'passed'],
          ['pushers', 'removed', 'failure'],
          ['pushers', 'known', 'skipped'],
          ['pushers', 'other-known', 'failure'],
          ['pushers', 'stale', 'failure'],
        ],
      ],
      [
        'rules',
        [
          ['rules', 'hostile', 'failure'],
          ['rules', 'should', 'skipped'],
          ['rules', 'open', 'skipped'],
          ['rules', 'later', 'skipped'],
          ['rules', 'inconclusive', 'error'],
          ['rules', 'inconclusive-too', 'error'],
          ['rules', 'builds-on', 'failure'],
          ['rules', 'same', 'failure'],
          ['rules', 'flaky', 'skipped'],
        ],
      ],
    ],
  )
  t.end()
})

t.test('the counts are those of the elements', (t) => {
  const root = parsed(written('junit', sampleRun()))
  t.match(root, { tests: '14', failures: '6', errors: '2', skipped: '5' })
  for (const { tests, failures, errors, skipped, testcase } of root.testsuite) {
    const count = (kind: string) => String(testcase.filter((each) => kindOf(each) === kind).length)
    t.same(
      [tests, failures, errors, skipped],
      [`${testcase.length}`, count('failure'), count('error'), count('skipped')],
    )
  }
  t.end()
})

t.test('strings from the target stay text', (t) => {
  const xml = written('junit', sampleRun())
  t.equal(XMLValidator.validate(xml), true)
  t.notMatch(xml, ILLEGAL, 'nothing that XML forbids')
  t.notMatch(xml, ']]>')
  const hostile = parsed(xml).testsuite[1]?.testcase[0]
  t.match(hostile?.failure?.message, ']]> <b a="1">&amp;</b>')
  t.match(hostile?.failure?.['#text'], '\n...\n---\nok 99 - injected\n</failure>')
  t.match(hostile?.failure?.['#text'], '\\u{1b}[31mfake')
  t.end()
})

t.test('a run that is red without a red case has an error', (t) => {
  const run: RunResult = { ...sampleRun(), cases: [], remarks: ['No case ran'], exitCode: 3 }
  const root = parsed(written('junit', run))
  t.equal(root.errors, '1')
  t.match(root.testsuite[0]?.testcase[0]?.error?.message, 'No case ran')
  t.end()
})

t.test('a message of 100 KB is cut', (t) => {
  const run: RunResult = { ...sampleRun(), cases: [caseResult({ verdict: 'failed', message: HOSTILE.repeat(1_200) })] }
  const xml = written('junit', run)
  t.ok(xml.length < 30_000)
  t.equal(XMLValidator.validate(xml), true)
  t.end()
})

t.test('a known failure is skipped, with its reason and its evidence', async (t) => {
  const known = parsed(written('junit', sampleRun())).testsuite[0]?.testcase[2]
  t.equal(known?.skipped?.message, 'known failure: append is ignored, hs#7')
  t.match(known?.['system-out'], /must push\.append[\s\S]*Expected 2 pushers, saw 1[\s\S]*»[\s\S]*GET \/pushers/)
})

t.test('the properties of a suite have the conclusion, known failures and counts by level', async (t) => {
  const { testsuite } = parsed(written('junit', sampleRun()))
  t.strictSame(testsuite[0]?.properties.property, [
    { name: 'conclusion of the run', value: 'not conformant' },
    {
      name: 'interruption',
      value: 'Pushes stopped arriving after rules/should, and it continued later; in progress: rules/open, rules/later',
    },
    { name: 'known failures', value: '1' },
    { name: 'level must', value: '2 passed, 2 failed, 1 known failure' },
  ])
})

t.test('a red case says where it comes from', async (t) => {
  const text = parsed(written('junit', sampleRun())).testsuite[1]?.testcase.find(({ name }) => name === 'builds-on')
  t.match(
    text?.failure?.['#text'],
    /the same cause as rules\/same\nThe case builds on push\.stops[\s\S]*May follow from pushers\/removed/,
  )
})

t.test('every attribute has a value, also one that is "true"', async (t) => {
  const texts = { title: 'true', message: 'true', proof: 'true' }
  const cases = ['passed', 'failed', 'inconclusive', 'noted'].map((verdict, index) =>
    caseResult({ ...texts, id: index === 0 ? 'true' : 'true/true', verdict: verdict as CaseResult['verdict'] }),
  )
  const target = { ...sampleRun().target, name: 'true' }
  const xml = written('junit', { ...sampleRun(), target, cases, specVersion: 'true', startedAt: 'true' })
  t.equal(XMLValidator.validate(xml, { allowBooleanAttributes: false }), true)
  t.match(xml, '<testcase name="true" classname="true"')
  t.notMatch(xml.replaceAll(/"[^"]*"/g, ''), /<[^>]*\s\w+(?=[\s/>])/, 'no attribute without a value')
})

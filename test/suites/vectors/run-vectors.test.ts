import t from 'tap'
import type { Level, RunEvent } from '../../../run/index.ts'
import { type Evaluator, NoAnswer, type Question, runVectors, type Vector } from '../../../suites/vectors/index.ts'
import { vectorOf as vector } from './vector-of.ts'

/** Runs vectors against a function; returns the result, the events and the questions. */
async function run(vectors: Vector[], ask: Evaluator['ask'], options: Partial<Parameters<typeof runVectors>[1]> = {}) {
  const events: RunEvent[] = []
  const questions: Question[] = []
  const evaluator: Evaluator = {
    ask(question) {
      questions.push(question)
      return ask(question)
    },
  }
  const result = await runVectors(evaluator, {
    plexor: '1.2.3',
    vectors,
    specVersions: ['v1.19'],
    target: { kind: 'evaluator', name: 'test' },
    emit: (event) => events.push(event),
    ...options,
  })
  return { result, events, questions, verdicts: result.cases.map(({ verdict }) => verdict) }
}

const right = () => ({ rule: null })
const wrong = () => ({ rule: { kind: 'room', rule_id: '!room:example.org' }, notify: true })

t.test('a vector is asked in each version of the run to which it applies', async (t) => {
  const vectors = [vector('all'), vector('late', { since: 'v1.7' }), vector('early', { until: 'v1.3' })]
  const { questions, verdicts, result } = await run(vectors, right, { specVersions: ['v1.6', 'v1.7', 'v1.8'] })
  t.strictSame(
    questions.map(({ id, vector, spec_version }) => [id, vector, spec_version]),
    [
      [1, 'theme/all', 'v1.6'],
      [2, 'theme/all', 'v1.7'],
      [3, 'theme/all', 'v1.8'],
      [4, 'theme/late', 'v1.7'],
      [5, 'theme/late', 'v1.8'],
    ],
  )
  t.strictSame(verdicts, ['passed', 'passed', 'n/a'])
  t.equal(result.cases[2]?.message, 'The vector applies to seed … v1.2, the run to v1.6 … v1.8')
  t.equal(result.specVersion, 'v1.6 … v1.8')
  t.equal(result.exitCode, 0)
})

t.test('the level of a vector decides the verdict of a wrong answer', async (t) => {
  const levels: Level[] = ['must', 'stated', 'should', 'unspecified']
  const vectors = levels.map((level) => vector(level, { level }))
  t.strictSame((await run(vectors, wrong)).verdicts, ['failed', 'failed', 'warned', 'noted'])
  t.strictSame((await run(vectors, wrong, { level: 'should' })).verdicts, ['failed', 'failed', 'failed', 'noted'])
  t.strictSame((await run(vectors, wrong, { level: 'must' })).verdicts, ['failed', 'warned', 'warned', 'noted'])
  t.strictSame((await run(vectors, right)).verdicts, ['passed', 'passed', 'passed', 'noted'])
})

t.test('a wrong answer is reported with its question and the versions in which it was given', async (t) => {
  const ask = ({ spec_version }: Question) => (spec_version === 'v1.6' ? right() : wrong())
  const { result } = await run([vector('one')], ask, { specVersions: ['v1.6', 'v1.7', 'v1.8'] })
  const [first = '', ...rest] = result.cases[0]?.message?.split('\n') ?? []
  t.equal(first, 'In v1.7 … v1.8: expected no rule, found room/!room:example.org, a notification')
  t.match(rest.join('\n'), /^rules: .*\nevent: \{"type":"m\.room\.message".*\nroom: \{"member_count":3\}$/)
  t.equal(result.exitCode, 1)
})

t.test('another answer to an unspecified vector is noted next to the one of Plexor', async (t) => {
  const { result } = await run([vector('open', { level: 'unspecified' })], wrong)
  t.match(
    result.cases[0]?.message,
    /^In v1\.19: the answer is unspecified; Plexor's is no rule, this one is room\/!room:example\.org, a notification\nrules: /,
  )
})

t.test('a run in which every vector is unsupported or unspecified has judged nothing', async (t) => {
  const vectors = [vector('one'), vector('open', { level: 'unspecified' })]
  const ask = ({ vector: id }: Question) => (id === 'theme/one' ? { unsupported: 'no rooms' } : right())
  const { result, verdicts } = await run(vectors, ask)
  t.strictSame([verdicts, result.conclusion, result.exitCode], [['n/a', 'noted'], 'nothing judged', 3])
})

t.test('an unsupported vector does not apply', async (t) => {
  const never = await run([vector('one')], () => ({ unsupported: 'no rooms' }))
  t.strictSame([never.verdicts, never.result.cases[0]?.message], [['n/a'], 'no rooms'])
  const sometimes = ({ spec_version }: Question) => (spec_version === 'v1.6' ? { unsupported: 'too old' } : right())
  t.strictSame((await run([vector('one')], sometimes, { specVersions: ['v1.6', 'v1.7'] })).verdicts, ['passed'])
})

t.test(
  'an error, such as a ruleset that is refused, is a wrong answer, and a missing answer always fails',
  async (t) => {
    const vectors = [vector('stated'), vector('open', { level: 'unspecified' })]
    t.strictSame((await run(vectors, () => ({ error: 'TypeError' }))).verdicts, ['failed', 'noted'])
    const crash = () => Promise.reject(new NoAnswer('The program ended with exit code 1'))
    const { verdicts, result, questions } = await run(vectors, crash, { specVersions: ['v1.18', 'v1.19'] })
    t.strictSame(verdicts, ['failed', 'failed'])
    t.equal(questions.length, 2, 'a vector without an answer is not asked in further versions')
    t.match(result.cases[0]?.message, /^In v1\.18: The program ended with exit code 1\nrules: /)
  },
)

t.test('a vector that cannot be asked is inconclusive', async (t) => {
  const unavailable = () => Promise.reject(new NoAnswer('not asked', { verdict: 'inconclusive' }))
  const { result, verdicts } = await run([vector('one')], unavailable)
  t.strictSame([verdicts, result.exitCode], [['inconclusive'], 3])
})

t.test('extra output fails the vector that was answered before, and the next one is asked again', async (t) => {
  const ask = ({ id }: Question) =>
    id === 2 ? Promise.reject(new NoAnswer('said too much', { blamesPrevious: true })) : right()
  const { verdicts, result, questions, events } = await run([vector('one'), vector('two'), vector('three')], ask)
  t.strictSame(verdicts, ['failed', 'passed', 'passed'])
  t.equal(result.cases[0]?.message, 'said too much')
  t.strictSame(
    questions.map(({ vector }) => vector),
    ['theme/one', 'theme/two', 'theme/two', 'theme/three'],
  )
  const ended = events.flatMap((event) => (event.type === 'case-end' ? [[event.result.id, event.result.verdict]] : []))
  t.strictSame(ended, [
    ['theme/one', 'failed'],
    ['theme/two', 'passed'],
    ['theme/three', 'passed'],
  ])
})

t.test('extra output between two versions of one vector fails that vector', async (t) => {
  const ask = ({ id }: Question) =>
    id === 3 ? Promise.reject(new NoAnswer('said too much', { blamesPrevious: true })) : right()
  const { verdicts } = await run([vector('one'), vector('two')], ask, { specVersions: ['v1.17', 'v1.18'] })
  t.strictSame(verdicts, ['failed', 'passed'])
  const inside = ({ id }: Question) =>
    id === 2 ? Promise.reject(new NoAnswer('said too much', { blamesPrevious: true })) : right()
  const second = await run([vector('one'), vector('two')], inside, { specVersions: ['v1.17', 'v1.18'] })
  t.strictSame(second.verdicts, ['failed', 'passed'])
})

t.test('output after the last answer fails the last vector', async (t) => {
  const evaluator: Evaluator = {
    ask: right,
    end: () => Promise.reject(new NoAnswer('said too much', { blamesPrevious: true })),
  }
  const result = await runVectors(evaluator, {
    plexor: '1.2.3',
    vectors: [vector('one'), vector('two')],
    specVersions: ['v1.19'],
    target: { kind: 'evaluator', name: 'test' },
  })
  t.strictSame(
    result.cases.map(({ verdict }) => verdict),
    ['passed', 'failed'],
  )
})

t.test('a defect of the evaluator function is not treated as an answer', async (t) => {
  const defective = () => {
    throw new TypeError('a defect')
  }
  await t.rejects(run([vector('one')], defective), /a defect/)
})

t.test('a baseline gives expectations, and is reviewed', async (t) => {
  const expectation = { kind: 'must-fail', reason: 'known', met: true } as const
  const { result, events } = await run([vector('one')], wrong, {
    expectationOf: () => expectation,
    review: (results) => ({ remarks: [`${results.length} reviewed`], red: false }),
  })
  t.strictSame([result.exitCode, result.remarks, result.cases[0]?.expectation], [0, ['1 reviewed'], expectation])
  t.strictSame(
    events.map(({ type }) => type),
    ['run-start', 'case-start', 'case-end', 'run-end'],
  )
})

import t from 'tap'
import type { RunEvent } from '../../../run/index.ts'
import {
  type Answer,
  type Evaluator,
  NoAnswer,
  type Question,
  runVectors,
  type VectorRunOptions,
} from '../../../suites/vectors/index.ts'
import { vectorOf } from './vector-of.ts'

const right: Answer = { rule: null }
const wrong: Answer = { rule: { kind: 'room', rule_id: '!room:example.org' }, notify: true }

const FAILS_ALONE = 'fails alone too: the program also answers it wrongly when it is asked first'
const PASSES_ALONE = 'passes alone: the program answers it correctly when it is asked first'

/** Answers a question by what the same evaluator was asked before: names of vectors without their theme. */
type Behaviour = (name: string, before: readonly string[], question: Question) => Answer

/** Creates an evaluator that remembers what it was asked, and can be started again. */
function remembering(behave: Behaviour, started: Evaluator[] = []): Evaluator {
  const before: string[] = []
  const evaluator: Evaluator = {
    ask(question) {
      const name = question.vector.replace('theme/', '')
      const answer = behave(name, before, question)
      before.push(name)
      return answer
    },
    fresh: () => remembering(behave, started),
  }
  started.push(evaluator)
  return evaluator
}

async function run(evaluator: Evaluator, names: readonly string[], options: Partial<VectorRunOptions> = {}) {
  const events: RunEvent[] = []
  const result = await runVectors(evaluator, {
    plexor: '1.2.3',
    vectors: names.map((name) => vectorOf(name)),
    specVersions: ['v1.19'],
    target: { kind: 'evaluator', name: 'test' },
    emit: (event) => events.push(event),
    ...options,
  })
  const ended = events.flatMap((event) => (event.type === 'case-end' ? [event.result.id] : []))
  const secondLines = result.cases.map(({ message }) => message?.split('\n')[1])
  return { ...result, ended, secondLines, alone: result.cases.map(({ alone }) => alone) }
}

t.test('a failing vector says whether it passes or fails alone, and after which one it fails', async (t) => {
  const behave: Behaviour = (name, before) =>
    name === 'bad' || (name === 'victim' && before.includes('cause')) ? wrong : right
  const names = ['one', 'cause', 'two', 'bad', 'victim', 'three']
  const { cases, alone, secondLines, remarks, ended, exitCode } = await run(remembering(behave), names)
  t.strictSame(alone, [undefined, undefined, undefined, 'fails', 'passes', undefined])
  t.equal(secondLines[3], FAILS_ALONE)
  t.equal(secondLines[4], `${PASSES_ALONE}; it fails right after theme/cause in v1.19`)
  t.match(cases[4]?.message, /^In v1\.19: expected no rule, found .*\npasses alone: .*\nrules: .*\nevent: .*\nroom: /)
  t.strictSame(remarks, [
    '1 of 2 failing vectors passes alone: the program keeps state between questions, or its answers vary',
  ])
  t.strictSame(ended, ['theme/one', 'theme/cause', 'theme/two', 'theme/three', 'theme/bad', 'theme/victim'])
  t.strictSame([exitCode, cases[4]?.verdict], [1, 'failed'])
})

t.test('a vector that several others are needed for names none of them', async (t) => {
  const behave: Behaviour = (name, before) =>
    name === 'victim' && before.includes('first') && before.includes('second') ? wrong : right
  const { alone, secondLines } = await run(remembering(behave), ['first', 'one', 'second', 'two', 'victim'])
  t.strictSame([alone[4], secondLines[4]], ['passes', PASSES_ALONE])
})

t.test('a vector whose answers vary names no other', async (t) => {
  let asked = 0
  const behave: Behaviour = (name) => {
    if (name !== 'vague') return right
    asked += 1
    return asked === 1 ? wrong : right
  }
  const { alone, secondLines } = await run(remembering(behave), ['one', 'vague'])
  t.strictSame([alone[1], secondLines[1]], ['passes', PASSES_ALONE])
})

t.test('a fresh evaluator is asked one question, in each version in which the vector failed', async (t) => {
  const questions: [number, string][] = []
  const evaluator: Evaluator = {
    ask: ({ spec_version }) => (spec_version === 'v1.6' ? right : wrong),
    fresh: () => ({
      ask({ id, spec_version }) {
        questions.push([id, spec_version])
        return spec_version === 'v1.7' ? right : wrong
      },
    }),
  }
  const { alone } = await run(evaluator, ['one'], { specVersions: ['v1.6', 'v1.7', 'v1.8', 'v1.9'] })
  t.strictSame(questions, [
    [1, 'v1.7'],
    [1, 'v1.8'],
  ])
  t.strictSame(alone, ['fails'])
})

t.test('a version of a vector can be what another version fails after', async (t) => {
  const behave: Behaviour = (_, before) => (before.length > 0 ? wrong : right)
  const { alone, secondLines } = await run(remembering(behave), ['one'], { specVersions: ['v1.18', 'v1.19'] })
  t.strictSame([alone, secondLines], [['passes'], [`${PASSES_ALONE}; it fails right after theme/one in v1.18`]])
})

t.test('a crash is asked again like a wrong answer, and clears what was asked before', async (t) => {
  const behave: Behaviour = (name, before) => {
    if (name === 'crash' && before.includes('one')) throw new NoAnswer('it crashed')
    return right
  }
  const { alone, secondLines } = await run(remembering(behave), ['one', 'crash', 'two'])
  t.strictSame([alone[1], secondLines[1]], ['passes', `${PASSES_ALONE}; it fails right after theme/one in v1.19`])
})

t.test('what warns is asked alone, and what is noted, known or cannot be asked is not', async (t) => {
  const started: Evaluator[] = []
  const vectors = [vectorOf('warned', { level: 'should' }), vectorOf('noted', { level: 'unspecified' })]
  const first = await run(
    remembering(() => wrong, started),
    [],
    { vectors },
  )
  t.strictSame([first.alone, started.length], [['fails', undefined], 2])
  const known = await run(
    remembering(() => wrong, started),
    ['known'],
    {
      expectationOf: () => ({ kind: 'must-fail', reason: 'known', met: true }),
    },
  )
  t.strictSame([known.alone, started.length], [[undefined], 3])
  const unavailable = new NoAnswer('not asked', { verdict: 'inconclusive' })
  const third = await run({ ask: () => Promise.reject(unavailable), fresh: () => t.fail('nothing to ask') as never }, [
    'one',
  ])
  t.strictSame([third.alone, third.ended, third.remarks], [[undefined], ['theme/one'], []])
})

t.test('without a way to start afresh, nothing is said', async (t) => {
  const { alone, remarks, secondLines } = await run({ ask: () => wrong }, ['one', 'two'])
  t.strictSame([alone, remarks], [[undefined, undefined], []])
  t.match(secondLines[0], /^rules: /)
})

t.test('a bounded number of fresh evaluators is started, and the remarks say so', async (t) => {
  const names = [...Array(60).keys()].map(String)
  const started: Evaluator[] = []
  const { alone, remarks } = await run(
    remembering(() => wrong, started),
    names,
  )
  t.equal(started.length, 51)
  t.equal(alone.filter((verdict) => verdict === 'fails').length, 50)
  t.strictSame(remarks, [
    '10 of 60 failing vectors were not asked alone: at most 50 processes are started for that, and each has to start and answer',
  ])
})

t.test('a fresh evaluator that does not start says nothing, and every one that starts is stopped', async (t) => {
  const unable = await run({ ask: () => wrong, fresh: () => Promise.reject(new NoAnswer('no')) }, ['one'])
  t.strictSame([unable.alone, unable.cases[0]?.verdict], [[undefined], 'failed'])
  t.match(unable.remarks, [/^1 of 1 failing vector was not asked alone: /])
  let running = 0
  const fresh = (): Evaluator => {
    running += 1
    return { ask: () => wrong, stop: () => (running -= 1) }
  }
  await run({ ask: () => wrong, fresh }, ['one', 'two'])
  t.equal(running, 0)
})

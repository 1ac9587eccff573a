import t from 'tap'
import { requirement } from '../../../spec/index.ts'
import { Inconclusive, Mismatch, NotApplicable, TargetError } from '../../../suites/harness/case/errors.ts'
import type { CaseSession } from '../../../suites/harness/runner/environment.ts'
import { type Case, type JudgedLevel, RUN_SCHEMA, type RunEvent, startRun } from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { caseThat, caseThatThrows, PASSES, runOf } from './runner-cases.ts'
import { createTestEnvironment, LONG_TIMEOUT_MS } from './support.ts'

const FOUND = 'Expected a push, found none'

t.test('the verdict of a case', async (t) => {
  const table: {
    what: string
    one: Case
    level?: JudgedLevel
    verdict: string
    message?: unknown
    exitCode: number
  }[] = [
    { what: 'passes when nothing is wrong', one: caseThat(PASSES), verdict: 'passed', exitCode: 0 },
    ...(['must', 'stated', 'schema'] as const).map((level) => ({
      what: `fails by a mismatch of ${level}`,
      one: caseThatThrows(new Mismatch(FOUND), level),
      verdict: 'failed',
      message: FOUND,
      exitCode: 1,
    })),
    {
      what: 'warns by a mismatch of should',
      one: caseThatThrows(new Mismatch(FOUND), 'should'),
      verdict: 'warned',
      message: FOUND,
      exitCode: 0,
    },
    {
      what: 'fails by a mismatch of should when that is judged',
      one: caseThatThrows(new Mismatch(FOUND), 'should'),
      level: 'should',
      verdict: 'failed',
      message: FOUND,
      exitCode: 1,
    },
    {
      what: 'warns by a mismatch of stated when only must is judged',
      one: caseThatThrows(new Mismatch(FOUND), 'stated'),
      level: 'must',
      verdict: 'warned',
      message: FOUND,
      exitCode: 0,
    },
    {
      what: 'notes what the target does if that is unspecified',
      one: caseThat(async () => 'It returns 404', 'unspecified'),
      verdict: 'noted',
      message: 'It returns 404',
      exitCode: 3,
    },
    {
      what: 'fails when something unspecified builds on what the target does not do',
      one: caseThatThrows(new Mismatch(FOUND, { buildsOn: [ofLevel('must')] }), 'unspecified'),
      verdict: 'failed',
      message: FOUND,
      exitCode: 1,
    },
    {
      what: 'fails by any mismatch in a case about something unspecified, since only what it builds on can be one',
      one: caseThatThrows(new Mismatch(FOUND), 'unspecified'),
      verdict: 'failed',
      message: FOUND,
      exitCode: 1,
    },
    {
      what: 'fails when a case of should builds on something stricter',
      one: caseThatThrows(new Mismatch(FOUND, { buildsOn: [ofLevel('stated')] }), 'should'),
      verdict: 'failed',
      message: FOUND,
      exitCode: 1,
    },
    {
      what: 'does not apply to another spec version',
      one: caseThat(PASSES, 'must', { until: 'v1.7' }),
      verdict: 'n/a',
      message: 'The case applies to seed … v1.6, and the target is tested against v1.19',
      exitCode: 3,
    },
    {
      what: 'does not apply when the case finds so',
      one: caseThatThrows(new NotApplicable('The target has no such option')),
      verdict: 'n/a',
      message: 'The target has no such option',
      exitCode: 3,
    },
    {
      what: 'is inconclusive when a prerequisite of the case fails',
      one: caseThatThrows(new Inconclusive('Cannot create a room')),
      verdict: 'inconclusive',
      message: 'Cannot create a room',
      exitCode: 3,
    },
    {
      what: 'is inconclusive when the target stops letting Plexor register',
      one: caseThatThrows(new TargetError('registration-refused', 'The target refuses')),
      verdict: 'inconclusive',
      message: 'The target refuses',
      exitCode: 3,
    },
    {
      what: 'is inconclusive because of an error of Plexor, whatever the level',
      one: caseThatThrows(new TypeError('x is not a function'), 'unspecified'),
      verdict: 'inconclusive',
      message: 'Plexor itself failed: TypeError: x is not a function',
      exitCode: 3,
    },
    {
      what: 'is inconclusive when something other than an error is thrown',
      one: caseThatThrows('a text'),
      verdict: 'inconclusive',
      message: 'a text',
      exitCode: 3,
    },
    {
      what: 'is inconclusive when the case throws before it waits for anything',
      one: caseThat(() => {
        throw new TypeError('too early')
      }),
      verdict: 'inconclusive',
      message: 'Plexor itself failed: TypeError: too early',
      exitCode: 3,
    },
  ]
  for (const { what, one, level, verdict, message, exitCode } of table) {
    const result = await runOf([one], level === undefined ? {} : { level })
    const [found] = result.cases
    t.equal(found?.verdict, verdict, what)
    t.equal(found?.message, message, `${what}: its message`)
    t.notMatch(found?.message ?? '', /\n/, `${what}: no stack`)
    t.equal(result.exitCode, exitCode, `${what}: the exit code`)
    t.equal(result.counts[found?.verdict ?? 'inconclusive'], 1, `${what}: is counted`)
  }
})

t.test('a result has the requirements of its case', async (t) => {
  const id = ofLevel('must')
  const { level, text, section } = requirement(id)
  const one = caseThat(PASSES, 'must', { fairness: 'It is fair' })
  const { cases } = await runOf([one])
  t.match(cases, [
    {
      id: one.id,
      title: one.title,
      verdict: 'passed',
      level: 'must',
      requirements: [{ id, level, text, section }],
      fairness: 'It is fair',
      durationMs: Number,
      timeline: [],
    },
  ])
})

t.test('a case whose mismatch is in doubt is inconclusive', async (t) => {
  const silent = (error: Mismatch) =>
    caseThat(async (context) => {
      const { timeline } = context as CaseSession
      timeline.raiseDoubt('DELETE /x got no response')
      throw error
    })
  const { cases } = await runOf([silent(new Mismatch(FOUND))])
  t.match(cases, [{ verdict: 'inconclusive', message: `${FOUND}; DELETE /x got no response` }])
})

t.test('something that did not come in time says nothing about a target that is slow', async (t) => {
  const environment = await createTestEnvironment()
  const { health, timeoutMs } = environment.access
  const waitingCase = (tookMs: number) =>
    caseThat(async (context) => {
      ;(context as CaseSession).timeline.waited('unread counts', tookMs, 10_000)
      health.responded('another/case', 0.3 * timeoutMs, 0)
      throw new Mismatch(FOUND)
    })
  const { cases } = await runOf([waitingCase(10_001), waitingCase(9_000)], {}, environment)
  t.match(cases, [
    {
      verdict: 'inconclusive',
      message: /^.*; other responses took .* on average, so the target is slow: use a longer /,
    },
    { verdict: 'failed', message: FOUND },
  ])
})

t.test('something that did not come in time says nothing if a response to the case took long', async (t) => {
  const environment = await createTestEnvironment()
  const { health, timeoutMs } = environment.access
  const waitingCase = (respondedTo?: string): Case => {
    const waiting = caseThat(async (context) => {
      const { timeline } = context as CaseSession
      for (let quick = 0; quick < 20; quick += 1) health.responded(waiting.id, 1, 0)
      health.responded(respondedTo ?? waiting.id, 0.6 * timeoutMs, 0)
      timeline.waited('unread counts', 10_001, 10_000)
      throw new Mismatch(FOUND)
    })
    return waiting
  }
  const { cases } = await runOf([waitingCase(), waitingCase('another/case')], { jobs: 1 }, environment)
  t.match(cases, [
    { verdict: 'inconclusive', message: /^.*; another response to this case took .*, so the target is slow: use a / },
    { verdict: 'failed', message: FOUND },
  ])
})

t.test('a case that hangs is inconclusive after a time limit', async (t) => {
  const environment = await createTestEnvironment({}, 5)
  const { cases, exitCode } = await runOf(
    [caseThat(() => new Promise(() => {})), caseThat(PASSES)],
    { jobs: 1 },
    environment,
  )
  t.match(cases, [
    { verdict: 'inconclusive', message: /^The case area\/case-\d+ took longer than 0\.06 s$/ },
    { verdict: 'passed' },
  ])
  t.equal(exitCode, 3)
})

t.test('a case has more time on a target whose responses always take long', async (t) => {
  const environment = await createTestEnvironment({}, 5)
  environment.access.health.responded('another/case', 0.1, 0)
  const { cases } = await runOf([caseThat(() => new Promise(() => {}))], {}, environment)
  t.match(cases, [{ verdict: 'inconclusive', message: /took longer than 0\.1 s$/ }])
})

t.test('the exit code is that of the worst case', async (t) => {
  const inconclusive = caseThatThrows(new Inconclusive('no room'))
  const failed = caseThatThrows(new Mismatch('failed'))
  t.equal((await runOf([caseThat(PASSES), inconclusive])).exitCode, 3)
  t.equal((await runOf([inconclusive, caseThat(PASSES), failed])).exitCode, 1)
})

t.test('a baseline excuses what it expects, and is red if it does not hold', async (t) => {
  const failed = caseThatThrows(new Mismatch('failed'))
  const expectation = { kind: 'must-fail', reason: 'known', met: true } as const
  const excused = await runOf([failed], { expectationOf: () => expectation })
  t.match(excused, { exitCode: 0, cases: [{ verdict: 'failed', expectation }] })
  t.match(await runOf([failed], { expectationOf: () => ({ ...expectation, met: false }) }), { exitCode: 1 })
  const stale = await runOf([caseThat(PASSES)], { review: () => ({ remarks: ['It is stale'], red: true }) })
  t.match(stale, { exitCode: 1, remarks: ['It is stale'] })
})

t.test('schema violations that no selected case checks are remarks', async (t) => {
  const environment = await createTestEnvironment()
  const violating = caseThat(async ({ traffic }) => traffic.record('getPushers', ['it is wrong'], 'area/violation'))
  const { remarks, exitCode } = await runOf([violating], {}, environment)
  t.strictSame(remarks, [
    'Exchanges of getPushers violate the schema, and no selected case checks that: it is wrong (first seen in area/violation)',
  ])
  t.equal(exitCode, 0)
  const checking = caseThat(PASSES, 'schema', { id: 'schema/get-pushers', runsLast: true })
  t.strictSame((await runOf([violating, checking], {}, environment)).remarks, [])
})

t.test('secrets do not get into messages', async (t) => {
  const environment = await createTestEnvironment()
  environment.access.redactor.add('the-secret')
  const { cases } = await runOf([caseThatThrows(new Error('leaks the-secret'))], {}, environment)
  t.match(cases, [{ message: 'Plexor itself failed: Error: leaks <redacted>' }])
})

t.test('the proof of an absence is in the result', async (t) => {
  const one = caseThat(async (context) => {
    const { proofs } = (context as CaseSession).openInbox('key', 'org.example')
    proofs.push('the fence arrived', 'and time passed')
  })
  t.match((await runOf([one])).cases, [{ proof: 'the fence arrived; and time passed' }])
})

t.test('a run emits events as they happen', async (t) => {
  const events: RunEvent[] = []
  const [first, second] = [caseThat(PASSES), caseThatThrows(new Mismatch(FOUND))]
  const result = await runOf([first, second], { jobs: 1, emit: (event) => events.push(event) })
  t.match(events, [
    { type: 'run-start', schema: RUN_SCHEMA, plexor: '0', specVersion: 'v1.19', target: { name: 'none' }, cases: 2 },
    { type: 'case-start', id: first.id },
    { type: 'case-end', result: { id: first.id, verdict: 'passed' } },
    { type: 'case-start', id: second.id },
    { type: 'case-end', result: { id: second.id, verdict: 'failed' } },
    { type: 'run-end', result },
  ])
  t.equal(events.length, 6)
  t.match(new Date(result.startedAt).toISOString(), result.startedAt)
})

t.test('a requirement that a case builds on is named, with its level', async (t) => {
  const violated = ofLevel('must')
  const one = caseThatThrows(new Mismatch(FOUND, { buildsOn: [violated] }), 'unspecified')
  const other = caseThat(async () => {
    throw new Mismatch(FOUND)
  })
  const result = await runOf([one, other])
  t.match(result.cases[0], {
    ...{ verdict: 'failed', level: 'must', violatedRequirement: { id: violated, level: 'must' } },
    followsFrom: [other.id],
  })
  t.match(result.levels, { must: { failed: 2 } })
  t.strictSame(result.causes, [{ what: FOUND, cases: [one.id, other.id] }])
})

t.test('each result can be awaited alone', async (t) => {
  const [first, never] = [caseThat(PASSES), caseThat(() => new Promise(() => {}))]
  const run = startRun(await createTestEnvironment({}, 20), { plexor: '0', cases: [first, never], jobs: 2 })
  t.match(await run.results.get(first.id), { verdict: 'passed' })
  t.match(await run.finished, { counts: { passed: 1, inconclusive: 1 } })
})

t.test('a result has the options on which it depends', async (t) => {
  const settings = { level: 'schema', timeoutMs: LONG_TIMEOUT_MS, jobs: 4 }
  t.strictSame((await runOf([caseThat(PASSES)])).settings, settings)
  const halfway = { run: async () => {}, timeoutMs: 0 }
  const environment = await createTestEnvironment({}, 50)
  environment.access.health.comesBack = async () => true
  const options = { level: 'should', adaptsJobs: true, settleMs: 7, halfway } as const
  t.strictSame((await runOf([caseThat(PASSES)], options, environment)).settings, {
    ...{ level: 'should', timeoutMs: 50, settleMs: 7, halfway: true },
  })
})

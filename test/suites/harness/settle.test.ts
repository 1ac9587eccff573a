import t from 'tap'
import { Inconclusive } from '../../../suites/harness/case/errors.ts'
import {
  type Case,
  type CaseContext,
  type CaseDefinition,
  defineCase,
  type RunEvent,
  type RunOptions,
  type RunResult,
  startRepeatedRun,
  startRun,
} from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { createTestEnvironment, LONG_TIMEOUT_MS } from './support.ts'

let serial = 0

function caseThat(run: CaseDefinition['run'], changes: Partial<CaseDefinition> = {}): Case {
  serial += 1
  return defineCase({
    id: `area/case-${serial}`,
    title: `Case ${serial}`,
    verifies: [ofLevel('must')],
    fairness: 'It is a test',
    run,
    ...changes,
  })
}

function settling(run: CaseDefinition['run']): Case {
  return caseThat(run, { settles: true })
}

async function runOf(cases: Case[], options: Partial<RunOptions> = {}, timeoutMs?: number): Promise<RunResult> {
  const environment = await createTestEnvironment({}, timeoutMs)
  return await startRun(environment, { plexor: '0', cases, jobs: 8, settleMs: 1, ...options }).finished
}

/** Case that logs before and after the target has had time to settle. */
function logging(log: string[], name: string): Case {
  return settling(async ({ settle }) => {
    log.push(`${name} before`)
    await settle()
    log.push(`${name} after`)
  })
}

t.test('cases that settle wait for each other, whatever the number of jobs', async (t) => {
  for (const jobs of [1, 2, 8]) {
    const log: string[] = []
    const names = ['one', 'two', 'three', 'four']
    const usual = caseThat(async () => void log.push('usual'))
    const last = caseThat(async () => void log.push('last'), { runsLast: true })
    const { counts } = await runOf([last, ...names.map((name) => logging(log, name)), usual], { jobs })
    t.equal(counts.passed, 6, `${jobs} jobs`)
    t.strictSame(log, [
      'usual',
      ...names.map((name) => `${name} before`),
      ...names.map((name) => `${name} after`),
      'last',
    ])
  }
})

t.test('no more cases run at once after the pause than jobs', async (t) => {
  let running = 0
  let most = 0
  const one = () =>
    settling(async ({ settle }) => {
      await settle()
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
    })
  await runOf([one(), one(), one(), one(), one()], { jobs: 2 })
  t.equal(most, 2)
})

t.test('the pause lasts for the time of the user, once, and the run says so', async (t) => {
  const events: RunEvent[] = []
  const begin = performance.now()
  const log: string[] = []
  const { cases } = await runOf([logging(log, 'one'), logging(log, 'two')], {
    settleMs: 300,
    emit: (event) => events.push(event),
  })
  const took = performance.now() - begin
  t.ok(took >= 295 && took < 590, `${took} ms`)
  t.match(
    events.filter(({ type }) => type === 'pause-start' || type === 'pause-end'),
    [{ type: 'pause-start', why: 'waiting 300 ms with 2 cases for the target to settle' }, { type: 'pause-end' }],
  )
  t.match(cases, [{ timeline: [{ kind: 'note', summary: 'The target had time to settle' }] }, {}])
})

t.test('a case can settle several times', async (t) => {
  const log: string[] = []
  const twice = settling(async ({ settle }) => {
    await settle()
    log.push('once')
    await settle()
    log.push('twice')
  })
  const { counts } = await runOf(
    [twice, twice, logging(log, 'other')].map((one) => ({ ...one, id: `${one.id}-${++serial}` })),
  )
  t.equal(counts.passed, 3)
  t.strictSame(log.slice(-2), ['twice', 'twice'])
})

t.test('a case that ends before the pause does not hold up the others', async (t) => {
  const log: string[] = []
  const failing = settling(async () => {
    throw new Inconclusive('no room')
  })
  const neverThere = settling(async () => {})
  const old = caseThat(async ({ settle }) => await settle(), { settles: true, until: 'v1.7' })
  const { cases } = await runOf([failing, logging(log, 'one'), neverThere, old], { jobs: 1 })
  t.strictSame(
    cases.map(({ verdict }) => verdict),
    ['inconclusive', 'passed', 'passed', 'n/a'],
  )
})

t.test('a case that hangs before the pause ends at its time limit, and the others go on', async (t) => {
  const hanging = settling(async ({ settle }) => {
    await new Promise(() => {})
    await settle()
  })
  const { cases } = await runOf([hanging, settling(async ({ settle }) => await settle())], {}, 5)
  t.match(cases, [{ verdict: 'inconclusive', message: /took longer than 0\.06 s$/ }, { verdict: 'passed' }])
})

t.test('a case that arrives after it has ended does not wait, and nobody waits for it', async (t) => {
  const { promise: tooLate, resolve } = Promise.withResolvers<unknown>()
  const late = settling(async ({ settle }) => {
    await new Promise((goOn) => setTimeout(goOn, 120))
    await settle().catch(resolve)
  })
  await runOf([late, settling(async ({ settle }) => await settle())], {}, 5)
  t.match(await tooLate, { name: 'Inconclusive', message: 'The case had ended before it arrived at the pause' })
})

t.test('the pause does not count as time of the case', async (t) => {
  const one = settling(async ({ settle }) => await settle())
  const { cases } = await runOf([one], { settleMs: 200 }, 5)
  t.match(cases, [{ verdict: 'passed' }])
  const after = settling(async ({ settle }) => {
    await settle()
    await new Promise(() => {})
  })
  t.match((await runOf([after], { settleMs: 100 }, 5)).cases, [{ verdict: 'inconclusive' }], 'what follows counts')
})

t.test('the end of the run ends the pause', async (t) => {
  const controller = new AbortController()
  const log: string[] = []
  const begin = performance.now()
  const { cases, cutOff, exitCode } = await runOf([logging(log, 'one'), logging(log, 'two')], {
    settleMs: LONG_TIMEOUT_MS,
    signal: controller.signal,
    emit: ({ type }) => {
      if (type === 'pause-start') setImmediate(() => controller.abort('it was interrupted by SIGINT'))
    },
  })
  t.ok(performance.now() - begin < LONG_TIMEOUT_MS / 2)
  t.match(cases, [{ verdict: 'inconclusive', message: /interrupted by SIGINT/ }, { verdict: 'inconclusive' }])
  t.match(cutOff, { why: 'it was interrupted by SIGINT' })
  t.equal(exitCode, 3)
  await new Promise(setImmediate)
  t.strictSame(log, ['one before', 'two before'], 'no case goes on')
})

t.test('cases that settle are not applicable without the time for it', async (t) => {
  const environment = await createTestEnvironment()
  const one = settling(async ({ settle }) => await settle())
  const { cases } = await startRun(environment, { plexor: '0', cases: [one], jobs: 1 }).finished
  t.match(cases, [{ verdict: 'n/a', message: /^The case needs --settle SECONDS, / }])
})

t.test('a case that does not say so cannot settle', async (t) => {
  const { cases } = await runOf([caseThat(async ({ settle }: CaseContext) => await settle())])
  t.match(cases, [{ verdict: 'inconclusive', message: /^Plexor itself failed: RangeError: .*settles: true/ }])
})

t.test('each repetition settles', async (t) => {
  const pauses: RunEvent[] = []
  const environment = await createTestEnvironment()
  const one = settling(async ({ settle }) => await settle())
  const emit = (event: RunEvent) => {
    if (event.type === 'pause-start') pauses.push(event)
  }
  const { counts } = await startRepeatedRun(environment, 2, { plexor: '0', cases: [one], jobs: 1, settleMs: 1, emit })
    .finished
  t.equal(counts.passed, 1)
  t.equal(pauses.length, 2)
})

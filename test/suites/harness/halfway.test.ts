import t from 'tap'
import {
  type Case,
  type CaseDefinition,
  defineCase,
  Inconclusive,
  type RunEvent,
  type RunOptions,
  type RunResult,
  startRun,
} from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { connectTo, createTestEnvironment, LONG_TIMEOUT_MS, startReference } from './support.ts'

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

function logging(log: string[], name: string, changes: Partial<CaseDefinition> = {}): Case {
  return caseThat(async () => void log.push(name), changes)
}

function spanning(log: string[], name: string): Case {
  return caseThat(
    async ({ halfway }) => {
      log.push(`${name} before`)
      await halfway()
      log.push(`${name} after`)
    },
    { spansHalfway: true },
  )
}

/** Runs cases on a target that responds, unless `isThere` is false. */
async function runOf(
  cases: Case[],
  run: (signal: AbortSignal) => Promise<void>,
  { isThere = true, ...options }: Partial<RunOptions> & { isThere?: boolean } = {},
): Promise<RunResult> {
  const environment = await createTestEnvironment()
  if (isThere) environment.access.health.comesBack = async () => true
  const halfway = { run, timeoutMs: 50 }
  return await startRun(environment, { plexor: '0', cases, jobs: 8, halfway, ...options }).finished
}

t.test('the command runs after half of the cases, while none is in progress', async (t) => {
  for (const jobs of [1, 2, 8]) {
    const log: string[] = []
    const cases = [
      spanning(log, 'one'),
      ...['a', 'b', 'c', 'd'].map((name) => logging(log, name)),
      spanning(log, 'two'),
      logging(log, 'last', { runsLast: true }),
    ]
    const result = await runOf(cases, async () => void log.push('halfway'), { jobs })
    t.equal(result.counts.passed, 7, `${jobs} jobs`)
    t.strictSame(log.slice(0, 5), ['a', 'b', 'one before', 'two before', 'halfway'])
    t.strictSame(log.slice(5, 9).toSorted(), ['c', 'd', 'one after', 'two after'])
    t.strictSame(log.slice(9), ['last'])
  }
})

t.test('the command runs once, whatever the cases are', async (t) => {
  for (const cases of [
    [logging([], 'a')],
    [logging([], 'last', { runsLast: true })],
    [spanning([], 'one')],
    [caseThat(async () => {}, { spansHalfway: true })],
    [logging([], 'stalling', { stallsDelivery: true })],
  ]) {
    let count = 0
    const events: RunEvent[] = []
    const { exitCode } = await runOf(
      cases,
      async () => {
        count += 1
      },
      { emit: (event) => events.push(event) },
    )
    t.equal(count, 1)
    t.equal(exitCode, 0)
    t.match(
      events.filter(({ type }) => type.startsWith('pause')),
      [
        { why: 'running the command of --halfway' },
        { type: 'pause-end' },
        { why: 'waiting for the target to respond after the command of --halfway' },
        { type: 'pause-end' },
      ],
    )
    t.equal(events.at(-1)?.type, 'run-end')
  }
})

t.test('a command that fails ends the run, and what was judged stays', async (t) => {
  const log: string[] = []
  const result = await runOf([logging(log, 'a'), logging(log, 'b'), spanning(log, 'one')], async () => {
    throw new Error('the command of --halfway ended with exit code 7')
  })
  t.strictSame(log, ['a', 'one before'])
  t.match(result, {
    exitCode: 3,
    conclusion: 'inconclusive',
    cutOff: { why: 'the command of --halfway ended with exit code 7', notReached: [String] },
    cases: [
      { verdict: 'passed' },
      {
        verdict: 'inconclusive',
        message: 'The run was cut off: the command of --halfway ended with exit code 7',
      },
    ],
  })
})

t.test('a target that does not come back ends the run', async (t) => {
  const log: string[] = []
  const result = await runOf([logging(log, 'a'), logging(log, 'b'), spanning(log, 'one')], async () => {}, {
    isThere: false,
  })
  t.strictSame(log, ['a', 'one before'])
  t.match(result, {
    exitCode: 3,
    cutOff: { why: 'the target did not respond within 50 ms after the command of --halfway' },
  })
  t.equal(result.interruptions, undefined, 'it stopped on purpose')
})

t.test('the end of the run ends the command', async (t) => {
  const controller = new AbortController()
  const log: string[] = []
  let wasAborted = false
  const hang = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => {
        wasAborted = true
        reject(new Error('it was ended'))
      })
      setImmediate(() => controller.abort('it was interrupted by SIGINT'))
    })
  const result = await runOf([logging(log, 'a'), logging(log, 'b'), spanning(log, 'one')], hang, {
    signal: controller.signal,
  })
  t.ok(wasAborted)
  t.match(result, { cutOff: { why: 'it was interrupted by SIGINT' }, exitCode: 3 })
  t.strictSame(log, ['a', 'one before'])
})

t.test('the command does not run when the run has ended before', async (t) => {
  const log: string[] = []
  const failing = caseThat(async () => {
    throw new Inconclusive('no room')
  })
  const result = await runOf([failing, logging(log, 'b'), spanning(log, 'one')], async () => void log.push('halfway'), {
    maxFailures: 1,
    jobs: 1,
  })
  t.strictSame(log, [])
  t.match(result, { cutOff: { why: '1 case failed or could not be judged' } })
})

t.test('a spanning case in progress when the run ends earlier is inconclusive', async (t) => {
  const log: string[] = []
  const failing = caseThat(async () => {
    await new Promise(setImmediate)
    throw new Inconclusive('no room')
  })
  const result = await runOf([failing, spanning(log, 'one')], async () => void log.push('halfway'), { maxFailures: 1 })
  t.strictSame(log, ['one before'])
  t.match(result.cases[1], { verdict: 'inconclusive', message: /^The run was cut off: 1 case failed/ })
})

t.test('cases that span the command are not applicable without it', async (t) => {
  const environment = await createTestEnvironment()
  const log: string[] = []
  const cases = [spanning(log, 'one'), logging(log, 'a')]
  const result = await startRun(environment, { plexor: '0', cases, jobs: 1 }).finished
  t.match(result.cases, [{ verdict: 'n/a', message: /^The case needs --halfway COMMAND, / }, { verdict: 'passed' }])
  t.strictSame(log, ['a'])
})

t.test('a case can wait for the command once', async (t) => {
  const twice = caseThat(
    async ({ halfway }) => {
      await halfway()
      await halfway()
    },
    { spansHalfway: true },
  )
  t.match((await runOf([twice], async () => {})).cases, [{ verdict: 'inconclusive', message: /one call of halfway/ }])
  t.throws(() => caseThat(async () => {}, { spansHalfway: true, settles: true }), /one kind of pause/)
  t.end()
})

t.test('a target is back when it responds', async (t) => {
  const { signal } = new AbortController()
  const here = await createTestEnvironment()
  t.equal(await here.access.health.comesBack(10, signal), false, 'nothing listens there')
  t.ok(here.access.health.isGone)
  const { environment } = await connectTo(t, await startReference(t))
  t.equal(await environment.access.health.comesBack(LONG_TIMEOUT_MS, signal), true)
  t.equal(await here.access.health.comesBack(LONG_TIMEOUT_MS, AbortSignal.abort()), false, 'nobody waits any more')
})

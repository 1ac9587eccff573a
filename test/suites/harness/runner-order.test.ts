import t from 'tap'
import type { CaseDefinition } from '../../../suites/index.ts'
import { caseThat, runOf } from './runner-cases.ts'
import { createTestEnvironment } from './support.ts'

// Which cases run at the same time, and in which order.

t.test('at most the requested number of cases run at once, in their order', async (t) => {
  for (const jobs of [1, 3]) {
    let running = 0
    let most = 0
    const started: string[] = []
    const one = (changes: Partial<CaseDefinition>) => {
      const made = caseThat(
        async () => {
          started.push(made.id)
          running += 1
          most = Math.max(most, running)
          await new Promise(setImmediate)
          running -= 1
        },
        'must',
        changes,
      )
      return made
    }
    const cases = [...Array(10).keys()].map((index) => one({ runsLast: index >= 5 }))
    const result = await runOf(cases, { jobs })
    t.equal(most, jobs)
    t.strictSame(
      started,
      cases.map(({ id }) => id),
    )
    t.equal(result.counts.passed, 10)
  }
})

t.test('cases that check the whole run start when all others have ended', async (t) => {
  const log: string[] = []
  const late = caseThat(async () => void log.push('late'), 'must', { runsLast: true })
  const slow = caseThat(async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
    log.push('slow')
  })
  const { cases } = await runOf([late, slow, caseThat(async () => void log.push('quick'))])
  t.strictSame(log, ['quick', 'slow', 'late'])
  t.strictSame(cases.map(({ id }) => id)[0], late.id, 'results keep the order of the selection')
})

t.test('a case that may keep the target busy runs alone, before those that check the whole run', async (t) => {
  const log: string[] = []
  const noting = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise(setImmediate)
    log.push(`${name} ends`)
  }
  const changes = [
    ['last', { runsLast: true }],
    ['heavy', { runsAlone: true }],
    ['heavier', { runsAlone: true }],
  ] as const
  const cases = changes.map(([name, change]) => caseThat(noting(name), 'must', change))
  await runOf([...cases, caseThat(noting('usual'))])
  t.strictSame(
    log,
    ['usual', 'heavy', 'heavier', 'last'].flatMap((name) => [`${name} begins`, `${name} ends`]),
  )
})

t.test('cases that stall delivery run one by one after the others, if that holds up other pushers', async (t) => {
  for (const independent of [true, false]) {
    const log: string[] = []
    const noting = (name: string) => async () => {
      log.push(`${name} begins`)
      await Promise.resolve()
      log.push(`${name} ends`)
    }
    const cases = [
      caseThat(noting('failing'), 'must', { stallsDelivery: true }),
      caseThat(noting('holding'), 'must', { stallsDelivery: true }),
      caseThat(noting('quiet')),
      caseThat(noting('late'), 'must', { runsLast: true }),
    ]
    const environment = await createTestEnvironment()
    environment.targetInfo.independent = independent
    await runOf(cases, {}, environment)
    const oneByOne = ['quiet', 'failing', 'holding', 'late'].flatMap((name) => [`${name} begins`, `${name} ends`])
    if (independent) t.strictSame(log.slice(0, 3), ['failing begins', 'quiet begins', 'holding begins'])
    else t.strictSame(log, oneByOne)
  }
})

t.test('cases that stall delivery are distributed among the others, from the start', async (t) => {
  const started: string[] = []
  const named = (name: string, changes: Partial<CaseDefinition> = {}) =>
    caseThat(
      async () => {
        started.push(name)
      },
      'must',
      changes,
    )
  const quiet = [...Array(9).keys()].map((index) => named(`quiet ${index}`))
  const failing = [0, 1].map((index) => named(`failing ${index}`, { stallsDelivery: true }))
  const { cases } = await runOf([...quiet, ...failing], { jobs: 1 })
  t.equal(started.indexOf('failing 0'), 0)
  t.equal(started.indexOf('failing 1'), 8)
  t.equal(started.length, 11)
  t.strictSame(
    cases.map(({ id }) => id),
    [...quiet, ...failing].map(({ id }) => id),
    'the result has them in their own order',
  )
})

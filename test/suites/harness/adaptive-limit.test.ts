import t from 'tap'
import { AdaptiveLimit } from '../../../suites/harness/runner/adaptive-limit.ts'
import { Slots } from '../../../suites/harness/runner/slots.ts'

const TIMEOUT_MS = 10_000

function observe(limit: AdaptiveLimit, responses: number, tookMs: number, latenessMs = 0): void {
  for (let n = 0; n < responses; n += 1) limit.observe(tookMs, latenessMs)
}

/** Observes responses whose time depends on the number of cases that run, and returns the limits that there were. */
function follow(limit: AdaptiveLimit, responses: number, tookMs: (cases: number) => number): number[] {
  return Array.from({ length: responses }, () => {
    limit.observe(tookMs(limit.limit), 0)
    return limit.limit
  })
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}

/** Time of a response of a target that handles one request after the other. */
const serial = (eachMs: number) => (cases: number) => eachMs * cases

t.test('fewer cases run while they make the target slow, and more again when it is quick', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS, 50)
  observe(adaptive, 100, 50)
  t.equal(adaptive.limit, 8)
  follow(adaptive, 60, serial(1000))
  t.ok(adaptive.limit < 8)
  const later = follow(adaptive, 2000, serial(1000)).slice(200)
  t.ok(average(later) < 2, `${average(later)} cases on average`)
  observe(adaptive, 500, 50)
  t.equal(adaptive.limit, 8)
})

t.test('a latency that does not depend on the number of cases is no reason to run fewer', async (t) => {
  for (const known of [1500, 20, undefined]) {
    const adaptive = new AdaptiveLimit(8, TIMEOUT_MS, known)
    const limits = follow(adaptive, 2000, () => 1500)
    t.ok(average(limits) > 7.5, `${average(limits)} cases on average`)
    t.equal(adaptive.limit, 8)
  }
})

t.test('times that vary at random around such a latency do not matter', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS, 1500)
  let turn = 0
  const limits = follow(adaptive, 3000, () => {
    turn += 1
    return 1500 + ((turn * 7919) % 97) * 10
  })
  t.ok(average(limits) > 6, `${average(limits)} cases on average`)
})

t.test('a target that becomes slow by itself is tested on as before, once fewer cases did not help', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS, 20)
  observe(adaptive, 500, 20)
  const limits = follow(adaptive, 1000, () => 3000)
  t.ok(limits.includes(4), 'fewer cases were tried')
  t.ok(average(limits.slice(200)) > 7, `${average(limits.slice(200))} cases on average`)
})

t.test('a latency of its own and the load of the cases add up', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS, 1500)
  const limits = follow(adaptive, 2000, (cases) => 1500 + 700 * (cases - 1)).slice(500)
  t.ok(average(limits) < 4, `${average(limits)} cases on average`)
})

t.test('fewer cases run while this process is late', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS)
  observe(adaptive, 100, 50, 2000)
  t.equal(adaptive.limit, 1)
  observe(adaptive, 500, 50)
  t.equal(adaptive.limit, 8)
})

t.test('a limit that changes while tasks run is kept', async (t) => {
  let limit = 3
  const slots = new Slots(() => limit)
  let running = 0
  let most = 0
  const task = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
  }
  await Promise.all(Array.from({ length: 12 }, () => slots.run(task)))
  t.equal(most, 3)
  limit = 1
  most = 0
  await Promise.all(Array.from({ length: 5 }, () => slots.run(task)))
  t.equal(most, 1)
})

import t from 'tap'
import { AdaptiveLimit } from '../../../suites/harness/runner/adaptive-limit.ts'
import { Slots } from '../../../suites/harness/runner/slots.ts'

const TIMEOUT_MS = 10_000

function observe(limit: AdaptiveLimit, responses: number, tookMs: number, latenessMs = 0): void {
  for (let n = 0; n < responses; n += 1) limit.observe(tookMs, latenessMs)
}

t.test('fewer cases run while the target is slow, down to one, and more again when it is quick', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS)
  observe(adaptive, 100, 50)
  t.equal(adaptive.limit, 8)
  observe(adaptive, 30, 4000)
  t.ok(adaptive.limit < 8)
  observe(adaptive, 200, 4000)
  t.equal(adaptive.limit, 1)
  observe(adaptive, 500, 50)
  t.equal(adaptive.limit, 8)
})

t.test('fewer cases run while this process is late', async (t) => {
  const adaptive = new AdaptiveLimit(8, TIMEOUT_MS)
  observe(adaptive, 100, 50, 2000)
  t.equal(adaptive.limit, 1)
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

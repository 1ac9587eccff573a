import t from 'tap'
import { TargetClock, timeBetween } from '../../../suites/harness/target/target-clock.ts'

/** Creates a clock that only moves by `advance`. */
function setup() {
  let now = 1000
  const clock = new TargetClock(() => now)
  const start = (kind: 'response' | 'push') => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = clock.measure(kind, () => promise)
    return async () => {
      resolve()
      await done
    }
  }
  return {
    clock,
    start,
    advance(milliseconds: number) {
      now += milliseconds
    },
  }
}

t.test('time with several requests in progress counts once', async (t) => {
  const { clock, start, advance } = setup()
  advance(5)
  const endFirst = start('response')
  advance(10)
  const endSecond = start('response')
  advance(10)
  await endFirst()
  advance(10)
  await endSecond()
  advance(100)
  t.strictSame(clock.read(), { responsesMs: 30, pushesMs: 0, totalMs: 30 })
})

t.test('responses and pushes are measured separately, and the total counts overlapping time once', async (t) => {
  const { clock, start, advance } = setup()
  const endPush = start('push')
  advance(10)
  const endResponse = start('response')
  advance(10)
  await endPush()
  advance(10)
  await endResponse()
  t.strictSame(clock.read(), { responsesMs: 20, pushesMs: 20, totalMs: 30 })
})

t.test('time of work in progress counts up to now', async (t) => {
  const { clock, start, advance } = setup()
  const end = start('response')
  advance(7)
  t.strictSame(clock.read(), { responsesMs: 7, pushesMs: 0, totalMs: 7 })
  advance(3)
  await end()
  t.strictSame(clock.read(), { responsesMs: 10, pushesMs: 0, totalMs: 10 })
})

t.test('time of failed work counts too', async (t) => {
  const { clock, advance } = setup()
  const failing = clock.measure('response', async () => {
    advance(4)
    throw new Error('refused')
  })
  await t.rejects(failing, { message: 'refused' })
  t.match(clock.read(), { responsesMs: 4 })
})

t.test('the time between two readings is in whole milliseconds', async (t) => {
  const time = (ms: number) => ({ responsesMs: ms, pushesMs: ms / 2, totalMs: ms })
  t.strictSame(timeBetween(time(1.2), time(11.4)), { responsesMs: 10, pushesMs: 5, totalMs: 10 })
})

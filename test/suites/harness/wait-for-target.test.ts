import t from 'tap'
import { askUntilReady } from '../../../suites/harness/preflight/wait-for-target.ts'
import { TransportError } from '../../../suites/harness/target/transport.ts'

const silent = (timeoutMs: number) =>
  Promise.reject(new TransportError(`no response within ${timeoutMs} ms`, 'no-response'))

t.test('of several requests without a response, the one that waited longest counts', async (t) => {
  const limits: number[] = []
  const outcome = await askUntilReady(
    'http://127.0.0.1',
    (timeoutMs) => {
      limits.push(timeoutMs)
      return silent(timeoutMs)
    },
    10_000,
    { waitMs: 1_300 },
  )
  t.ok((limits.at(-1) ?? 0) < (limits[0] ?? 0), 'the last request waits for what is left, and at least a second')
  t.match(outcome, { message: `no response within ${limits[0]} ms` })
})

t.test('what comes after it counts', async (t) => {
  const outcomes = ['no-response', 'no-connection'] as const
  let asked = 0
  const outcome = await askUntilReady(
    'http://127.0.0.1',
    () => Promise.reject(new TransportError('no luck', outcomes[Math.min(asked++, 1)])),
    10_000,
    { waitMs: 300 },
  )
  t.match(outcome, { kind: 'no-connection' })
})

import t, { type Test } from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { openTarget } from '../../cli/target/open-target.ts'
import { GATEWAY_FAILURES, type GatewayFailure, type History } from '../../explore/history.ts'
import { runHistory } from '../../explore/run-history.ts'
import { SpareGateways } from '../../explore/trial/spare-gateways.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'

// Histories in which a gateway fails for a while: what a target does not try again is its own business, but what it never
// tried has to arrive.

const failing = (failure: GatewayFailure): History => [
  { do: 'create-room', room: 'room 1', by: 'bob', members: ['alice'] },
  { do: 'create-room', room: 'room 2', by: 'carol', members: ['alice', 'bob'] },
  { do: 'set-pusher', user: 'alice', device: 'phone' },
  {
    do: 'fail-gateway',
    user: 'alice',
    room: 'room 1',
    by: 'bob',
    failure,
    meanwhile: ['room 2', 'room 1'],
  },
  { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'plain' } },
]

t.jobs = 6

async function run(t: Test, target: string, history: History, gateways = new SpareGateways()) {
  const connection = await openTarget(readSettings(target, { specVersion: 'v1.19', timeout: '4' }))
  t.teardown(() => connection.close())
  if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver')
  const { environment } = connection
  const options = { environment, timeoutMs: 2_500, level: DEFAULT_JUDGED_LEVEL, gateways }
  const { verdict, comparison, requirement, result } = await runHistory(history, {
    ...options,
    signal: new AbortController().signal,
  })
  return { verdict, about: `${comparison}.${requirement}`, message: result.message ?? '' }
}

for (const failure of GATEWAY_FAILURES) {
  t.test(`a gateway that fails with ${failure} shows nothing on the reference`, async (t) => {
    const { verdict, message } = await run(t, 'ref:', failing(failure))
    t.equal(verdict, 'agrees', message)
  })
}

for (const fault of ['drops-during-pause', 'newest-only-in-pause', 'drops-other-rooms-in-pause']) {
  t.test(`a gateway that fails shows the fault delivery.${fault}`, async (t) => {
    const { verdict, about, message } = await run(t, `ref:delivery.${fault}`, failing('status 503'))
    t.equal(verdict, 'disagrees')
    t.equal(about, 'pushes.delivery.events-during-failure')
    t.match(message, /^Expected a push of fence \d+, sent while the gateway .* found only that of the later fence \d+/)
  })
}

const LAWFUL = ['long-backoff', 'no-retry', 'no-retry-without-response', 'new-event-ends-backoff', 'newest-push-first']

for (const variant of [...LAWFUL, 'changed-url-drops-pending', 'unordered-pushes', 'slow-pushes']) {
  t.test(`a gateway that fails shows nothing on the conforming variant delivery.${variant}`, async (t) => {
    const { verdict, message } = await run(t, `ref:delivery.${variant}`, failing('status 502'))
    t.equal(verdict, 'agrees', message)
  })
}

t.test('a gateway that a target does not come back to is not used again', async (t) => {
  const gateways = new SpareGateways()
  const opened: string[] = []
  const open = async () => {
    opened.push(`gateway ${opened.length + 1}`)
    return opened.at(-1)
  }
  const first = await gateways.take(open)
  const second = await gateways.take(open)
  t.strictSame([first, second], ['gateway 1', 'gateway 2'])
  gateways.give('gateway 1')
  t.equal(await gateways.take(open), 'gateway 1')
  for (let lost = 0; lost < 16; lost += 1) gateways.lose()
  t.equal(await gateways.take(open), undefined)
})

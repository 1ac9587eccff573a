import t, { type Test } from 'tap'
import { MockAgent } from 'undici'
import { createNotifyClient } from '../../../reference/delivery/notify-client.ts'
import { deliveryPolicies } from '../../../reference/delivery/policies.ts'

// Responses of gateways, as the delivery reads them: those that no gateway of these tests would send by itself.

const ORIGIN = 'https://push.example.org'
const PATH = '/_matrix/push/v1/notify'

function gateway(t: Test, timeoutMs = 5_000) {
  const agent = new MockAgent()
  agent.disableNetConnect()
  t.teardown(() => agent.close())
  const options = { policies: deliveryPolicies, allowPrivateAddresses: true, ca: undefined, timeoutMs }
  const client = createNotifyClient({ ...options, dispatcher: agent })
  const notify = (signal = new AbortController().signal) => client.notify(ORIGIN + PATH, '{"notification":{}}', signal)
  return { pool: agent.get(ORIGIN), notify }
}

t.test('a request is a POST of JSON', async (t) => {
  const { pool, notify } = gateway(t)
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  pool
    .intercept({ path: PATH, method: 'POST', headers, body: '{"notification":{}}' })
    .reply(200, { rejected: ['a', 'b'] })
  t.strictSame(await notify(), { response: { status: 200, rejected: ['a', 'b'] } })
})

const BODIES: { body: string; why: string }[] = [
  { body: 'OK', why: 'no JSON' },
  { body: 'null', why: 'null' },
  { body: '[]', why: 'an array' },
  { body: '{}', why: 'nothing that is rejected' },
  { body: '{"rejected":"abc"}', why: 'a pushkey outside of an array' },
  { body: '{"rejected":["abc",1]}', why: 'a pushkey that is a number' },
  { body: JSON.stringify({ rejected: ['x'.repeat(100_000)] }), why: 'more than is read' },
]

for (const { body, why } of BODIES) {
  t.test(`a response with ${why} rejects nothing`, async (t) => {
    const { pool, notify } = gateway(t)
    pool.intercept({ path: PATH, method: 'POST' }).reply(200, body)
    t.strictSame(await notify(), { response: { status: 200, rejected: [] } })
  })
}

t.test('a Retry-After has seconds, or a date', async (t) => {
  const { pool, notify } = gateway(t)
  const retryAfter = async (value: string) => {
    pool.intercept({ path: PATH, method: 'POST' }).reply(429, '', { headers: { 'retry-after': value } })
    return (await notify()).response?.retryAfterMs
  }
  t.equal(await retryAfter('120'), 120_000)
  t.equal(await retryAfter('0'), 0)
  t.equal(await retryAfter('soon'), undefined)
  t.equal(await retryAfter('-5'), undefined)
  t.equal(await retryAfter('99999999999'), undefined)
  t.equal(await retryAfter('Wed, 21 Oct 2015 07:28:00 GMT'), 0)
  const inAnHour = await retryAfter(new Date(Date.now() + 3_600_000).toUTCString())
  t.ok(inAnHour !== undefined && inAnHour > 3_500_000 && inAnHour <= 3_600_000, `${inAnHour} ms`)
})

t.test('a redirect is returned with its whole URL, and not followed', async (t) => {
  const { pool, notify } = gateway(t)
  const redirect = async (location: string) => {
    pool.intercept({ path: PATH, method: 'POST' }).reply(307, '', { headers: { location } })
    return (await notify()).response
  }
  t.strictSame(await redirect('/other'), { status: 307, rejected: [], location: `${ORIGIN}/other` })
  t.strictSame(await redirect('https://other.example.org/'), {
    status: 307,
    rejected: [],
    location: 'https://other.example.org/',
  })
  t.strictSame(await redirect('http://['), { status: 307, rejected: [] })
})

t.test('the reason why there is no response is a clause', async (t) => {
  const { pool, notify } = gateway(t, 20)
  pool.intercept({ path: PATH, method: 'POST' }).replyWithError(new Error('connect ECONNREFUSED 192.0.2.1:443'))
  t.strictSame(await notify(), { problem: 'connect ECONNREFUSED 192.0.2.1:443' })
  pool
    .intercept({ path: PATH, method: 'POST' })
    .replyWithError(new AggregateError([new Error('one'), new Error('two')]))
  t.strictSame(await notify(), { problem: 'one; two' })
  pool.intercept({ path: PATH, method: 'POST' }).reply(200, {}).delay(60_000)
  t.strictSame(await notify(), { problem: 'it did not respond within 20 ms' })
})

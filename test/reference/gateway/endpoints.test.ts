import { createECDH, randomBytes } from 'node:crypto'
import t from 'tap'
import webPush from 'web-push'
import { createPushGateway, createWebPushProvider, type WebPushOptions } from '../../../reference/index.ts'
import { fakeServer, noTimeout, pushTo } from './fake-server.ts'

const vapid = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
const p256dh = createECDH('prime256v1').generateKeys('base64url')
const auth = randomBytes(16).toString('base64url')

function clientWith(options: Partial<WebPushOptions> = {}) {
  const provider = createWebPushProvider({ ...vapid, ...options })
  const send = (data: object, pushkey = p256dh) =>
    provider.send(pushTo(pushkey, { data: { auth, ...data } }), noTimeout())
  return { provider, send }
}

const REFUSED_ENDPOINTS = [
  { what: 'none', endpoint: undefined },
  { what: 'a number', endpoint: 1 },
  { what: 'a text that is not a URL', endpoint: 'push' },
  { what: 'plain HTTP', endpoint: 'http://push.example.org/a' },
  { what: 'a file', endpoint: 'file:///etc/passwd' },
  { what: 'a user name', endpoint: 'https://user@push.example.org/a' },
  { what: 'a password', endpoint: 'https://:secret@push.example.org/a' },
  { what: 'a loopback address', endpoint: 'https://127.0.0.1/a' },
  { what: 'a loopback address as one number', endpoint: 'https://2130706433/a' },
  { what: 'a loopback address in short', endpoint: 'https://127.1/a' },
  { what: 'a loopback address of IPv6', endpoint: 'https://[::1]/a' },
  { what: 'a loopback address of IPv4 in IPv6', endpoint: 'https://[::ffff:127.0.0.1]/a' },
  { what: 'a private address', endpoint: 'https://10.0.0.1/a' },
  { what: 'a link-local address', endpoint: 'https://169.254.169.254/latest' },
  { what: 'an unspecified address', endpoint: 'https://0/a' },
]

for (const { what, endpoint } of REFUSED_ENDPOINTS) {
  t.test(`an endpoint with ${what} is rejected, and that is not remembered`, async (t) => {
    const { provider, send } = clientWith()
    t.teardown(() => provider.close())
    const reason = 'its pusher has no subscription to push to'
    t.strictSame(await send({ endpoint }), { result: 'rejected', reason })
  })
}

const KEYS = [
  { what: 'no secret', data: { auth: undefined } },
  { what: 'a secret that is not text', data: { auth: 1 } },
  { what: 'a secret that is too short', data: { auth: 'AAAA' } },
  { what: 'a public key of the wrong length', pushkey: 'key' },
  { what: 'a public key that is not a point of the curve', pushkey: Buffer.alloc(65, 4).toString('base64url') },
]

for (const { what, data = {}, pushkey } of KEYS) {
  t.test(`a subscription with ${what} is rejected, and that is not remembered`, async (t) => {
    const { provider, send } = clientWith()
    t.teardown(() => provider.close())
    const outcome = await send({ endpoint: 'https://push.example.org/a', ...data }, pushkey)
    t.match(outcome, { result: 'rejected' })
    t.notOk('since' in outcome)
  })
}

t.test('a corrected pusher is accepted at once', async (t) => {
  const server = await fakeServer('http/1.1', () => new Response(null, { status: 201 }))
  const provider = createWebPushProvider({ ...vapid, allowPrivateAddresses: true, ca: server.ca })
  const gateway = createPushGateway({ apps: [{ app_id: 'app', provider }] })
  t.teardown(() => Promise.all([gateway.close(), server.close()]))
  const notify = async (endpoint: string) => {
    const devices = [{ app_id: 'app', pushkey: p256dh, pushkey_ts: 1, data: { endpoint, auth } }]
    const body = JSON.stringify({ notification: { event_id: '$1', room_id: '!a:b', devices } })
    const url = 'http://gateway.example/_matrix/push/v1/notify'
    return await (await gateway.fetch(new Request(url, { method: 'POST', body }))).json()
  }
  t.strictSame(await notify('http://push.example.org/a'), { rejected: [p256dh] })
  t.strictSame(await notify(`${server.url}/a`), { rejected: [] })
})

t.test('a name with a private address is not connected to, and not reported', async (t) => {
  const server = await fakeServer('http/1.1', () => new Response(null, { status: 201 }))
  const { provider, send } = clientWith({ ca: server.ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  const { port } = new URL(server.url)
  t.strictSame(await send({ endpoint: `https://localhost:${port}/a` }), {
    result: 'failed',
    reason: 'it cannot be reached',
  })
  t.strictSame(server.requests, [])
})

t.test('a redirect is not followed', async (t) => {
  const server = await fakeServer(
    'http/1.1',
    ({ headers }) => new Response(null, { status: 307, headers: { location: `https://${headers.get('host')}/other` } }),
  )
  const { provider, send } = clientWith({ allowPrivateAddresses: true, ca: server.ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  t.strictSame(await send({ endpoint: `${server.url}/a` }), { result: 'failed', reason: 'it responded with 307' })
  t.strictSame(
    server.requests.map(({ path }) => path),
    ['/a'],
  )
})

t.test('a response that is too large counts as none', async (t) => {
  const server = await fakeServer('http/1.1', () => new Response('x'.repeat(100_000), { status: 500 }))
  const { provider, send } = clientWith({ allowPrivateAddresses: true, ca: server.ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  t.strictSame(await send({ endpoint: `${server.url}/a` }), {
    result: 'failed',
    reason: 'it cannot be reached (UND_ERR_RES_EXCEEDED_MAX_SIZE)',
  })
})

import nock from 'nock'
import t from 'tap'
import { FetchConnection } from '../../../reference/gateway/apns/fetch-connection.ts'
import { noTimeout } from './fake-server.ts'

// Tests of the connection to APNs on Deno that need no HTTP/2: its requests, responses and errors, on Node. The file
// fetch-connection.deno.ts has those with a server.

const ORIGIN = 'https://apns.example.org'

/** Runtime that counts its clients, open and closed. */
class Runtime {
  opened = 0
  closed = 0
  readonly options: unknown[] = []

  serve = () => {
    throw new Error('Expected no server')
  }

  createHttpClient = (options: { caCerts: string[]; http1: boolean; http2: boolean }) => {
    this.opened += 1
    this.options.push(options)
    const close = () => {
      this.closed += 1
    }
    return { close }
  }
}

t.before(() => nock.disableNetConnect())
t.afterEach(() => nock.cleanAll())
t.teardown(() => nock.restore())

function connected(ca?: string) {
  const runtime = new Runtime()
  return { runtime, connection: new FetchConnection(runtime, ORIGIN, ca) }
}

t.test('a request has its path, its header fields and its body, and its response is returned', async (t) => {
  const service = nock(ORIGIN)
    .post('/3/device/abc', '{"aps":{}}')
    .matchHeader('apns-topic', 'org.example')
    .matchHeader('authorization', 'bearer token')
    .reply(429, { reason: 'TooManyRequests' }, { 'retry-after': '7' })
  const { runtime, connection } = connected('a certificate')
  const headers = { 'apns-topic': 'org.example', authorization: 'bearer token' }
  const response = await connection.post('/3/device/abc', headers, '{"aps":{}}', noTimeout())
  t.strictSame(response, { status: 429, retryAfter: '7', body: '{"reason":"TooManyRequests"}' })
  t.ok(service.isDone())
  t.strictSame(runtime.options, [{ caCerts: ['a certificate'], http1: false, http2: true }])
})

t.test('one client has all requests, until the connection is closed', async (t) => {
  nock(ORIGIN).post('/3/device/abc').times(2).reply(200)
  const { runtime, connection } = connected()
  for (const _ of [1, 2]) {
    const { status, retryAfter, body } = await connection.post('/3/device/abc', {}, '{}', noTimeout())
    t.strictSame([status, retryAfter, body], [200, undefined, ''])
  }
  t.equal(runtime.opened, 1)
  await connection.close()
  t.equal(runtime.closed, 1)
  await t.rejects(connection.post('/3/device/abc', {}, '{}', noTimeout()))
})

t.test('after an error the next request uses another client', async (t) => {
  nock(ORIGIN).post('/3/device/abc').replyWithError('the connection was reset')
  nock(ORIGIN).post('/3/device/abc').reply(200)
  const { runtime, connection } = connected()
  await t.rejects(connection.post('/3/device/abc', {}, '{}', noTimeout()))
  t.strictSame([runtime.opened, runtime.closed], [1, 1])
  t.equal((await connection.post('/3/device/abc', {}, '{}', noTimeout())).status, 200)
  t.strictSame([runtime.opened, runtime.closed], [2, 1])
})

t.test('a redirect is not followed', async (t) => {
  nock(ORIGIN).post('/3/device/abc').reply(301, '', { location: 'https://elsewhere.example.org/' })
  const { connection } = connected()
  t.equal((await connection.post('/3/device/abc', {}, '{}', noTimeout())).status, 301)
})

t.test('a response that is too long is refused', async (t) => {
  nock(ORIGIN).post('/3/device/abc').reply(200, 'x'.repeat(100_000))
  const { connection } = connected()
  await t.rejects(connection.post('/3/device/abc', {}, '{}', noTimeout()), { message: 'its response is too long' })
})

t.test('a request without any time left is not sent, and one whose time is over ends', async (t) => {
  const { runtime, connection } = connected()
  const over = AbortSignal.abort()
  await t.rejects(connection.post('/3/device/abc', {}, '{}', over), { message: 'there was no time left' })
  t.equal(runtime.opened, 0)
  nock(ORIGIN).post('/3/device/abc').delay(60_000).reply(200)
  const time = new AbortController()
  const request = connection.post('/3/device/abc', {}, '{}', time.signal)
  setImmediate(() => time.abort())
  await t.rejects(request, { message: 'it did not respond in time' })
  nock.abortPendingRequests()
})

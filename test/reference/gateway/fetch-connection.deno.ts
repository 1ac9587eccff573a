import { deepStrictEqual, rejects } from 'node:assert/strict'
import { deno } from '../../../reference/deno.ts'
import { FetchConnection } from '../../../reference/gateway/apns/fetch-connection.ts'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { timeout } from './fake-server.ts'

// The connection to APNs on Deno. test/reference/gateway/http2-connection.test.ts has that on Node.

const { ca, cert, key } = await makeCertificates()

async function withServer(
  response: (request: Request) => Response | Promise<Response>,
  use: (connection: FetchConnection) => Promise<void>,
): Promise<void> {
  const served = await serveHttp2({ fetch: response }, { host: '127.0.0.1', port: 0, tls: { cert, key } })
  const connection = new FetchConnection(deno ?? Deno, served.url, ca)
  try {
    await use(connection)
  } finally {
    await connection.close()
    await served.close()
  }
}

Deno.test('what is under way when another request had to give up is brought to its end', async () => {
  const waiting = new Map<string, (response: Response) => void>()
  const [time, both] = [new AbortController(), Promise.withResolvers<void>()]
  const response = ({ url }: Request) => {
    const { promise, resolve } = Promise.withResolvers<Response>()
    waiting.set(new URL(url).pathname, resolve)
    if (waiting.size === 2) both.resolve()
    return promise
  }
  await withServer(response, async (connection) => {
    const impatient = connection.post('/impatient', {}, '{}', time.signal)
    const patient = connection.post('/patient', {}, '{}', timeout())
    await both.promise
    time.abort()
    await rejects(impatient, { message: 'it did not answer in time' })
    waiting.get('/patient')?.(new Response('late', { status: 429, headers: { 'retry-after': '3' } }))
    deepStrictEqual(await patient, { status: 429, retryAfter: '3', body: 'late' })
    waiting.get('/impatient')?.(new Response())
  })
})

Deno.test('an answer that is too long is not read to its end', async () => {
  await withServer(
    () => new Response('x'.repeat(100_000)),
    (connection) => rejects(connection.post('/', {}, '{}', timeout()), { message: 'its answer is too long' }),
  )
})

Deno.test('a service that is there again after it was away is reached', async () => {
  const first = await serveHttp2(
    { fetch: () => new Response('one') },
    { host: '127.0.0.1', port: 0, tls: { cert, key } },
  )
  const port = Number(new URL(first.url).port)
  const connection = new FetchConnection(deno ?? Deno, first.url, ca)
  const { body } = await connection.post('/', {}, '{}', timeout())
  await first.close()
  await rejects(connection.post('/', {}, '{}', timeout()))
  const second = await serveHttp2({ fetch: () => new Response('two') }, { host: '127.0.0.1', port, tls: { cert, key } })
  const { body: later } = await connection.post('/', {}, '{}', timeout())
  deepStrictEqual([body, later], ['one', 'two'])
  await connection.close()
  await second.close()
})

import { deepStrictEqual, rejects } from 'node:assert/strict'
import { deno } from '../../../reference/deno.ts'
import { FetchConnection } from '../../../reference/gateway/apns/fetch-connection.ts'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { noTimeout } from './fake-server.ts'

// Tests of the connection to APNs on Deno; test/reference/gateway/http2-connection.test.ts has those for Node.

const { ca, cert, key } = await makeCertificates()

async function withServer(
  respond: (request: Request) => Response | Promise<Response>,
  use: (connection: FetchConnection) => Promise<void>,
): Promise<void> {
  const served = await serveHttp2({ fetch: respond }, { host: '127.0.0.1', port: 0, tls: { cert, key } })
  const connection = new FetchConnection(deno ?? Deno, served.url, ca)
  try {
    await use(connection)
  } finally {
    await connection.close()
    await served.close()
  }
}

Deno.test('a request in progress is completed after another one was aborted', async () => {
  const waiting = new Map<string, (response: Response) => void>()
  const [time, both] = [new AbortController(), Promise.withResolvers<void>()]
  const respond = ({ url }: Request) => {
    const { promise, resolve } = Promise.withResolvers<Response>()
    waiting.set(new URL(url).pathname, resolve)
    if (waiting.size === 2) both.resolve()
    return promise
  }
  await withServer(respond, async (connection) => {
    const aborted = connection.post('/aborted', {}, '{}', time.signal)
    const completed = connection.post('/completed', {}, '{}', noTimeout())
    await both.promise
    time.abort()
    await rejects(aborted, { message: 'it did not respond in time' })
    waiting.get('/completed')?.(new Response('late', { status: 429, headers: { 'retry-after': '3' } }))
    deepStrictEqual(await completed, { status: 429, retryAfter: '3', body: 'late' })
    waiting.get('/aborted')?.(new Response())
  })
})

Deno.test('a response that is too long is not read completely', async () => {
  await withServer(
    () => new Response('x'.repeat(100_000)),
    (connection) => rejects(connection.post('/', {}, '{}', noTimeout()), { message: 'its response is too long' }),
  )
})

Deno.test('a service is reached again after a restart', async () => {
  const first = await serveHttp2(
    { fetch: () => new Response('one') },
    { host: '127.0.0.1', port: 0, tls: { cert, key } },
  )
  const port = Number(new URL(first.url).port)
  const connection = new FetchConnection(deno ?? Deno, first.url, ca)
  const { body } = await connection.post('/', {}, '{}', noTimeout())
  await first.close()
  await rejects(connection.post('/', {}, '{}', noTimeout()))
  const second = await serveHttp2({ fetch: () => new Response('two') }, { host: '127.0.0.1', port, tls: { cert, key } })
  const { body: later } = await connection.post('/', {}, '{}', noTimeout())
  deepStrictEqual([body, later], ['one', 'two'])
  await connection.close()
  await second.close()
})

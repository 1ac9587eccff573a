import { once } from 'node:events'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import t from 'tap'
import { Http2Connection } from '../../../reference/gateway/apns/http2-connection.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { noTimeout } from './fake-server.ts'

type Responder = (request: Http2ServerRequest, response: Http2ServerResponse) => void

const ENDS: { what: string; second: Responder; hasResponse: boolean }[] = [
  { what: 'was destroyed', second: (request) => request.stream.session?.destroy(), hasResponse: false },
  { what: 'receives GOAWAY', second: sendGoaway, hasResponse: true },
  { what: 'does not respond', second: () => {}, hasResponse: false },
]

function sendGoaway(request: Http2ServerRequest, response: Http2ServerResponse): void {
  request.stream.session?.goaway()
  response.end()
}

for (const { what, second, hasResponse } of ENDS) {
  t.test(`a connection that ${what} is replaced`, async (t) => {
    const { ca, ...certificate } = await makeCertificates()
    const time = new AbortController()
    let [requests, sessions] = [0, 0]
    const server = createSecureServer(certificate, (request, response) => {
      requests += 1
      if (requests !== 2) return response.end()
      second(request, response)
      if (what === 'does not respond') time.abort()
    })
    server.on('session', () => {
      sessions += 1
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const connection = new Http2Connection(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca)
    t.teardown(async () => {
      await connection.close()
      server.close()
    })
    const post = () => connection.post('/', {}, '{}', time.signal.aborted ? noTimeout() : time.signal)
    t.match(await post(), { status: 200 })
    if (hasResponse) t.match(await post(), { status: 200 })
    else await t.rejects(post())
    t.match(await Promise.all([post(), post()]), [{ status: 200 }, { status: 200 }])
    t.equal(sessions, 2)
  })
}

t.test('a request in progress is completed after another one was aborted', async (t) => {
  const { ca, ...certificate } = await makeCertificates()
  const [waiting, time] = [new Map<string, Http2ServerResponse>(), new AbortController()]
  const both = Promise.withResolvers<void>()
  const server = createSecureServer(certificate, ({ url }, response) => {
    waiting.set(url, response)
    if (waiting.size === 2) both.resolve()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = new Http2Connection(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca)
  t.teardown(async () => {
    await connection.close()
    server.close()
  })
  const aborted = connection.post('/aborted', {}, '{}', time.signal)
  const completed = connection.post('/completed', {}, '{}', noTimeout())
  await both.promise
  time.abort()
  await t.rejects(aborted)
  waiting.get('/completed')?.end('late')
  t.match(await completed, { status: 200, body: 'late' })
})

t.test('a connection whose TLS handshake never completes is abandoned, and its socket is closed', async (t) => {
  const closed = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<Socket>()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('close', () => closed.resolve())
    socket.resume()
    arrived.resolve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = new Http2Connection(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, undefined)
  const time = new AbortController()
  const posting = connection.post('/', {}, '{}', time.signal)
  await arrived.promise
  time.abort()
  await t.rejects(posting, { message: 'it did not respond in time' })
  await closed.promise
  server.close()
  await once(server, 'close')
})

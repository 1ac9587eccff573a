import { once } from 'node:events'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import t from 'tap'
import { Http2Connection } from '../../../reference/gateway/apns/http2-connection.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { timeout } from './fake-server.ts'

type PushGatewayResponse = (request: Http2ServerRequest, response: Http2ServerResponse) => void

const ENDS: { what: string; second: PushGatewayResponse; hasResponse: boolean }[] = [
  { what: 'was cut', second: (request) => request.stream.session?.destroy(), hasResponse: false },
  { what: 'is said goodbye to', second: sayGoodbye, hasResponse: true },
  { what: 'is silent', second: () => {}, hasResponse: false },
]

function sayGoodbye(request: Http2ServerRequest, response: Http2ServerResponse): void {
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
      if (what === 'is silent') time.abort()
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
    const post = () => connection.post('/', {}, '{}', time.signal.aborted ? timeout() : time.signal)
    t.match(await post(), { status: 200 })
    if (hasResponse) t.match(await post(), { status: 200 })
    else await t.rejects(post())
    t.match(await Promise.all([post(), post()]), [{ status: 200 }, { status: 200 }])
    t.equal(sessions, 2)
  })
}

t.test('what is under way when another request had to give up is brought to its end', async (t) => {
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
  const impatient = connection.post('/impatient', {}, '{}', time.signal)
  const patient = connection.post('/patient', {}, '{}', timeout())
  await both.promise
  time.abort()
  await t.rejects(impatient)
  waiting.get('/patient')?.end('late')
  t.match(await patient, { status: 200, body: 'late' })
})

t.test('a peer that never shakes hands is left, and its socket closed', async (t) => {
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
  await t.rejects(posting, { message: 'it did not answer in time' })
  await closed.promise
  server.close()
  await once(server, 'close')
})

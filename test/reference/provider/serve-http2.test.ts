import { connect, constants } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { makeCertificates } from '../delivery/certificates.ts'

t.test('a request that is not complete in time is cut off, and others are not affected', async (t) => {
  const { ca, cert, key } = await makeCertificates()
  const echo = { fetch: async (request: Request) => new Response(await request.text()) }
  const listen = { host: '127.0.0.1', port: 0, tls: { cert, key }, requestDeadlineMs: 200 }
  const served = await serveHttp2(echo, listen)
  const session = connect(served.url, { ca })
  t.teardown(async () => {
    session.destroy()
    await served.close()
  })
  const post = (path: string) => session.request({ ':method': 'POST', ':path': path })

  const unfinished = post('/unfinished')
  unfinished.on('error', () => undefined)
  unfinished.write('the beginning')
  const { promise: cut, resolve } = Promise.withResolvers<void>()
  unfinished.once('close', resolve)
  await cut

  const whole = post('/whole')
  whole.setEncoding('utf8')
  whole.end('all of it')
  const chunks: string[] = []
  for await (const chunk of whole) chunks.push(chunk)
  t.equal(chunks.join(''), 'all of it')
})

t.test('a client that does not negotiate HTTP/2 can speak it, as some clients of APNs do', async (t) => {
  const { ca, cert, key } = await makeCertificates()
  const empty = { fetch: async () => new Response(null, { status: 200, headers: { 'apns-id': 'an-id' } }) }
  const served = await serveHttp2(empty, { host: '127.0.0.1', port: 0, tls: { cert, key } })
  const { port } = new URL(served.url)
  const socket = connectTls({ host: '127.0.0.1', port: Number(port), ca })
  const session = connect(served.url, { createConnection: () => socket })
  t.teardown(async () => {
    session.destroy()
    await served.close()
  })
  const stream = session.request({ ':method': 'POST', ':path': '/' })
  const { promise, resolve, reject } = Promise.withResolvers<{ headers: object; flags: number }>()
  stream.on('response', (headers, flags) => resolve({ headers, flags }))
  stream.on('error', reject)
  stream.end('{}')
  const { headers, flags } = await promise
  t.equal(socket.alpnProtocol, false)
  t.match(headers, { ':status': 200, 'apns-id': 'an-id' })
  t.ok(flags & constants.NGHTTP2_FLAG_END_STREAM, 'no frame with data follows, not even an empty one')
})

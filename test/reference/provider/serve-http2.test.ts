import { connect } from 'node:http2'
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

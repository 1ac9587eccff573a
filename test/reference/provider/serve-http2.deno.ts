import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { makeCertificates } from '../delivery/certificates.ts'

// Deno has its own HTTP/2 server, which must behave as that of Node does.

const { ca, cert, key } = await makeCertificates()
const echo = { fetch: async (request: Request) => new Response(await request.text()) }

async function withServer(use: (url: string, client: Deno.HttpClient) => Promise<void>): Promise<void> {
  const listen = { host: '127.0.0.1', port: 0, tls: { cert, key }, requestDeadlineMs: 200 }
  const served = await serveHttp2(echo, listen)
  const client = Deno.createHttpClient({ caCerts: [ca], http1: false, http2: true })
  try {
    await use(served.url, client)
  } finally {
    client.close()
    await served.close()
  }
}

Deno.test({
  name: 'a request that is not complete in time is cut off, and others are not affected',
  fn: () =>
    withServer(async (url, client) => {
      const unfinished = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('the beginning')),
      })
      const cut = await fetch(url, { client, method: 'POST', body: unfinished }).then(
        ({ status }) => status,
        () => 'cut',
      )
      strictEqual(cut === 'cut' || cut === 500, true, String(cut))
      const whole = await fetch(url, { client, method: 'POST', body: 'all of it' })
      strictEqual(await whole.text(), 'all of it')
    }),
})

Deno.test({
  name: 'HTTP/1.1 is refused',
  fn: () =>
    withServer(async (url) => {
      const older = Deno.createHttpClient({ caCerts: [ca], http1: true, http2: false })
      const { status } = await fetch(url, { client: older })
      older.close()
      strictEqual(status, 505)
    }),
})

Deno.test({
  name: 'an address in use is an error',
  fn: () =>
    withServer(async (url) => {
      const options = { host: '127.0.0.1', port: Number(new URL(url).port), tls: { cert, key } }
      const problem = await serveHttp2(echo, options).catch(({ code }) => code)
      deepStrictEqual(problem, 'EADDRINUSE')
    }),
})

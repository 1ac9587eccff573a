import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { hashPassword, isPassword, SAFE_COST } from '../../../reference/homeserver/passwords.ts'
import { createHomeserver, type LogEntry, type ServeOptions, serve } from '../../../reference/index.ts'

/** Runs a test with a homeserver that listens until its end. */
async function withServer(options: ServeOptions, test: (url: string, log: LogEntry[]) => Promise<void>) {
  const log: LogEntry[] = []
  const homeserver = createHomeserver({ log: (entry) => log.push(entry), rateLimit: { perSecond: 0.001, burst: 3 } })
  const listening = await serve(homeserver, options)
  try {
    await test(listening.url, log)
  } finally {
    await listening.close()
    await homeserver.close()
  }
}

async function post(url: string, body: object) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  await response.body?.cancel()
  return response.status
}

Deno.test('passwords are hashed at the safe cost', async () => {
  const stored = await hashPassword('knee', SAFE_COST)
  assert.equal(await isPassword('knee', stored, SAFE_COST), true)
  assert.equal(await isPassword('Knee', stored, SAFE_COST), false)
})

Deno.test('a request whose body does not end is closed', async () => {
  await withServer({ requestDeadlineMs: 100 }, async (url, log) => {
    const { hostname, port } = new URL(url)
    for (const head of ['Content-Length: 100\r\n\r\n{"type"', 'Transfer-Encoding: chunked\r\n\r\n4\r\n{"ty']) {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.write(`POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n${head}`)
      socket.resume()
      await once(socket, 'close')
    }
    assert.deepEqual(
      log.filter((entry) => entry.level === 'error'),
      [],
    )
  })
})

Deno.test('the rate of requests of one address is limited', async () => {
  await withServer({}, async (url) => {
    const statuses = []
    for (let request = 0; request < 4; request += 1) statuses.push(await post(`${url}/_matrix/client/v3/login`, {}))
    assert.deepEqual(statuses, [400, 400, 400, 429])
  })
})

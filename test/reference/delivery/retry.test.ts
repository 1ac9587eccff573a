import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import t from 'tap'
import { pauseAfter } from '../../../reference/delivery/backoff.ts'
import { createDeliveryFixture, eventIdIn, pushOf } from './delivery-fixture.ts'
import { startTestGateway } from './test-gateway.ts'

t.test('the same push is sent again after a failure, before those behind it', async (t) => {
  const { gateway, clock, push } = await createDeliveryFixture(t)
  const body = pushOf('$1')
  push('$1', { body })
  const first = await gateway.request()
  body.notification.event_id = '$changed'
  first.respond(500)
  const pause = await clock.pause()
  push('$2')
  pause.end()
  const second = await gateway.request()
  t.equal(second.body, first.body, 'changes after it was queued have no effect')
  second.respond(200)
  t.equal(eventIdIn(await gateway.request()), '$2')
  t.equal(gateway.count(), 3, 'the push that came during the pause did not cut it short')
})

t.test('the pauses double up to the longest, and start again after a success', async (t) => {
  const { gateway, clock, push } = await createDeliveryFixture(t, { backoff: { firstMs: 1000, maxMs: 5000 } })
  push('$1')
  for (const ms of [1000, 2000, 4000, 5000, 5000]) {
    const failing = await gateway.request()
    failing.respond(502)
    const pause = await clock.pause()
    t.equal(pause.ms, ms)
    pause.end()
  }
  const working = await gateway.request()
  working.respond(200)
  push('$2')
  const failing = await gateway.request()
  failing.respond(502)
  t.equal((await clock.pause()).ms, 1000)
})

t.test('jitter shortens a pause by up to a half, never below the one before', async (t) => {
  const backoff = { firstMs: 1000, maxMs: 3_600_000, giveUpMs: 0 }
  t.equal(pauseAfter(1, backoff, 0), 1000)
  t.equal(pauseAfter(1, backoff, 0.5), 750)
  for (let failures = 1; failures < 12; failures += 1) {
    t.ok(pauseAfter(failures + 1, backoff, 0.999) >= pauseAfter(failures, backoff, 0), `after ${failures} failures`)
  }
  t.equal(pauseAfter(5000, backoff, 0), 3_600_000)
})

t.test('a gateway can request a longer pause, within limits', async (t) => {
  const { gateway, clock, push } = await createDeliveryFixture(t)
  const hour = 60 * 60 * 1000
  const responses: [status: number, retryAfter: string, least: number, most: number][] = [
    [429, '30', 30_000, 30_000],
    [503, '60', 60_000, 60_000],
    [503, '0', 4000, 4000],
    [429, '999999999', hour, hour],
    [503, new Date(Date.now() + 1_200_000).toUTCString(), 1_100_000, 1_200_000],
    [500, '3000', 32_000, 32_000],
    [429, 'later', 64_000, 64_000],
    [429, '-5', 128_000, 128_000],
  ]
  push('$1')
  for (const [status, retryAfter, least, most] of responses) {
    const request = await gateway.request()
    request.respond(status, {}, { 'retry-after': retryAfter })
    const pause = await clock.pause()
    t.ok(pause.ms >= least && pause.ms <= most, `${status} ${retryAfter}: ${pause.ms} ms`)
    pause.end()
  }
})

t.test('every response except a success is a failure, and rejects nothing', async (t) => {
  const { gateway, clock, rejected, push } = await createDeliveryFixture(t)
  push('$1')
  for (const status of [300, 304, 400, 401, 404, 405, 410, 429, 500, 501, 503]) {
    const request = await gateway.request()
    request.respond(status, status === 304 ? '' : { rejected: ['key'] })
    const pause = await clock.pause()
    pause.end()
  }
  t.equal(eventIdIn(await gateway.request()), '$1')
  t.strictSame(rejected, [])
})

t.test('redirects are failures, and are not followed', async (t) => {
  const { gateway, clock, push } = await createDeliveryFixture(t)
  const redirected = await startTestGateway()
  t.teardown(() => redirected.close())
  push('$1')
  for (const status of [301, 302, 303, 307, 308]) {
    const request = await gateway.request()
    request.respond(status, '', { location: redirected.url })
    const pause = await clock.pause()
    pause.end()
  }
  await gateway.request()
  t.equal(redirected.count(), 0)
})

t.test('a push that is too old is given up, and the next is tried', async (t) => {
  const { gateway, clock, log, push } = await createDeliveryFixture(t, { backoff: { firstMs: 600, giveUpMs: 1000 } })
  push('$1')
  clock.advance(500)
  push('$2')
  const first = await gateway.request()
  first.respond(500)
  const pause = await clock.pause()
  pause.end()
  const second = await gateway.request()
  t.equal(eventIdIn(second), '$2')
  t.match(log.at(-1), /^Giving up a push to .*1000 ms$/)
})

t.test('a gateway that does not respond in time has failed', async (t) => {
  const { gateway, clock, log, push } = await createDeliveryFixture(t, { timeoutMs: 40 })
  push('$1')
  await gateway.request()
  const pause = await clock.pause()
  t.match(log[0], /did not respond within 40 ms; trying again in 1000 ms$/)
  pause.end()
  const slowly = await gateway.request()
  slowly.response.writeHead(200).write('{')
  await clock.pause()
  t.match(log[1], /did not respond within 40 ms/, 'a response that does not end counts as none')
})

t.test('hostile responses', async (t) => {
  /** Sends data until the other side closes the connection. */
  const endlessly = (response: NodeJS.WritableStream) => {
    while (response.write('x'.repeat(16_384)));
    response.once('drain', () => endlessly(response))
  }

  await t.test('an endless failure is a failure', async (t) => {
    const { gateway, clock, push } = await createDeliveryFixture(t)
    push('$1')
    const request = await gateway.request()
    const closed = once(request.response, 'close')
    endlessly(request.response.writeHead(500))
    await clock.pause()
    await closed
  })

  await t.test('an endless success is a success that rejects nothing', async (t) => {
    const { gateway, rejected, push } = await createDeliveryFixture(t)
    push('$1')
    push('$2')
    const request = await gateway.request()
    endlessly(request.response.writeHead(200))
    t.equal(eventIdIn(await gateway.request()), '$2')
    t.strictSame(rejected, [])
  })

  await t.test('a connection that is closed before or during the response is a failure', async (t) => {
    const { gateway, clock, push } = await createDeliveryFixture(t)
    push('$1')
    const first = await gateway.request()
    first.response.destroy()
    const pause = await clock.pause()
    pause.end()
    const cut = await gateway.request()
    cut.response.writeHead(200, { 'content-length': 100 }).write('{"rejected":["key"]}', () => cut.response.destroy())
    const again = await clock.pause()
    again.end()
    t.equal(eventIdIn(await gateway.request()), '$1')
  })

  await t.test('a response that is not HTTP is a failure', async (t) => {
    const { clock, push } = await createDeliveryFixture(t)
    for (const [index, garbage] of [
      'garbage\r\n\r\n',
      'HTTP/1.1 abc\r\n\r\n',
      '\0\0\0',
      `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`,
    ].entries()) {
      const sockets: Socket[] = []
      const server = createServer((socket) => {
        sockets.push(socket)
        socket.on('error', () => {})
        socket.end(garbage)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_matrix/push/v1/notify`
      push('$1', { pusherId: index + 1, url })
      t.ok(await clock.pause(), JSON.stringify(garbage.slice(0, 20)))
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  await t.test('an unreachable gateway is a failure', async (t) => {
    const { gateway, clock, push } = await createDeliveryFixture(t)
    const closed = await startTestGateway()
    await closed.close()
    push('$1', { url: closed.url })
    t.ok(await clock.pause())
    t.equal(gateway.count(), 0)
  })
})

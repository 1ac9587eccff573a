import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createDelivery } from '../../../reference/delivery/index.ts'
import { MAX_PENDING } from '../../../reference/homeserver/storage/push-queue.ts'
import { createDeliveryFixture, eventIdIn, pushOf } from './delivery-fixture.ts'
import { createFakeClock } from './fake-clock.ts'
import { startTestGateway } from './test-gateway.ts'

t.test('a push is a POST of JSON to the given path', async (t) => {
  const { gateway, push } = await createDeliveryFixture(t)
  push('$1')
  const request = await gateway.request()
  t.equal(request.method, 'POST')
  t.equal(request.path, '/_matrix/push/v1/notify')
  t.equal(request.headers['content-type'], 'application/json')
  t.strictSame(JSON.parse(request.body), pushOf('$1'))
})

t.test('the pushes of one pusher arrive one at a time, in their order', async (t) => {
  const { gateway, push } = await createDeliveryFixture(t)
  const events = ['$1', '$2', '$3']
  for (const event of events) push(event)
  for (const [index, event] of events.entries()) {
    const request = await gateway.request()
    t.equal(eventIdIn(request), event)
    t.equal(gateway.count(), index + 1, 'the next was not sent before its response')
    request.respond(200)
  }
  push('$4')
  t.equal(eventIdIn(await gateway.request()), '$4', 'a queue that was empty starts again')
})

t.test('connections are kept open', async (t) => {
  const { gateway, push } = await createDeliveryFixture(t)
  const ports = new Set<unknown>()
  for (let event = 1; event <= 10; event += 1) {
    push(`$${event}`)
    const request = await gateway.request()
    ports.add(request.response.socket?.remotePort)
    request.respond(200)
  }
  t.ok(ports.size <= 2, 'at most one in use and one that has just become free')
})

t.test('a slow gateway delays neither another gateway nor another pusher of its own', async (t) => {
  const { gateway: slow, push } = await createDeliveryFixture(t)
  const fast = await startTestGateway()
  t.teardown(() => fast.close())
  push('$slow')
  await slow.request()
  push('$fast', { pusherId: 2, url: fast.url })
  t.equal(eventIdIn(await fast.request()), '$fast')
  push('$same', { pusherId: 3 })
  t.equal(eventIdIn(await slow.request()), '$same')
})

t.test('a rejected pushkey removes the pusher and its queue', async (t) => {
  const { gateway, rejected, push } = await createDeliveryFixture(t)
  push('$1')
  push('$2')
  const request = await gateway.request()
  push('$other', { pusherId: 2, pushkey: 'other' })
  const other = await gateway.request()
  request.respond(200, { rejected: ['key', 'more'] })
  other.respond(200, { rejected: [] })
  push('$fence', { pusherId: 2, pushkey: 'other' })
  t.equal(eventIdIn(await gateway.request()), '$fence')
  t.strictSame(rejected, ['1 key'])
  t.equal(gateway.count(), 3, 'the second push of the pusher is not sent')
})

t.test('only a well-formed success for the pushkey of the request rejects', async (t) => {
  const { gateway, rejected, push } = await createDeliveryFixture(t)
  const responses: [status: number, body: unknown][] = [
    [200, { rejected: [] }],
    [200, { rejected: ['foreign', 'KEY', ''] }],
    [200, {}],
    [200, { rejected: 'key' }],
    [200, { rejected: { 0: 'key' } }],
    [200, { rejected: ['key', 5] }],
    [200, { rejected: null }],
    [200, { notification: { rejected: ['key'] } }],
    [200, ['key']],
    [200, 'null'],
    [200, '"key"'],
    [200, '{"rejected":["key"]'],
    [200, ''],
    [202, { rejected: ['key'] }],
  ]
  for (const [index, [status, body]] of responses.entries()) {
    push(`$${index}`)
    const request = await gateway.request()
    t.equal(eventIdIn(request), `$${index}`, 'the response before counted as delivered')
    request.respond(status, body)
  }
  push('$fence')
  t.equal(eventIdIn(await gateway.request()), '$fence')
  t.strictSame(rejected, [])
})

t.test('requests of a removed pusher are neither sent nor retried', async (t) => {
  const { gateway, delivery, queue, clock, push } = await createDeliveryFixture(t)
  const remove = () => {
    queue.removeOf(1)
    delivery.drop(1)
  }
  push('$1')
  push('$2')
  const first = await gateway.request()
  first.respond(500)
  await clock.pause()
  remove()
  push('$3')
  const third = await gateway.request()
  t.equal(eventIdIn(third), '$3', 'removed while it paused')
  remove()
  await once(third.response, 'close')
  push('$4')
  t.equal(eventIdIn(await gateway.request()), '$4', 'removed during a request')
  t.equal(gateway.count(), 3)
  delivery.drop(99)
})

t.test('queued requests go to another gateway at once if the pusher gets one', async (t) => {
  const { gateway, delivery, queue, clock, push } = await createDeliveryFixture(t)
  const other = await startTestGateway()
  t.teardown(() => other.close())
  push('$1')
  push('$2')
  const failing = await gateway.request()
  failing.respond(500)
  await clock.pause()
  queue.redirect(1, other.url)
  delivery.drop(1)
  delivery.wake([1])
  for (const event of ['$1', '$2']) {
    const request = await other.request()
    t.equal(eventIdIn(request), event)
    request.respond(200)
  }
  t.equal(gateway.count(), 1)
})

t.test(
  'only the newest counts without an event are queued; too many requests are given up, oldest first',
  async (t) => {
    const { gateway, clock, queue, push } = await createDeliveryFixture(t)
    push('$1')
    const first = await gateway.request()
    push('badge 1', { isBadge: true })
    push('$2')
    push('badge 2', { isBadge: true })
    first.respond(200)
    const second = await gateway.request()
    t.equal(eventIdIn(second), '$2')
    second.respond(200)
    const last = await gateway.request()
    t.equal(eventIdIn(last), 'badge 2')
    t.equal(gateway.count(), 3, 'the older badge was not sent')
    last.respond(500)
    await clock.pause()
    const request = { pusherId: 1, url: gateway.url, pushkey: 'key', queuedAt: 0, isBadge: false, body: '{}' }
    const givenUp = Array.from({ length: MAX_PENDING + 1 }, () => queue.add(request))
    t.strictSame(givenUp.slice(-3), [0, 1, 1], 'one for each that is too many')
  },
)

t.test('thousands of pushers at once share a few connections, and all are served', async (t) => {
  const ports = new Set<unknown>()
  const served = new Set<string>()
  let [now, most] = [0, 0]
  const { promise: done, resolve } = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    ports.add(request.socket.remotePort)
    now += 1
    most = Math.max(most, now)
    request.on('data', (chunk: Buffer) => served.add(String(eventIdIn({ body: chunk.toString() }))))
    request.on('end', () => {
      now -= 1
      response.end('{"rejected":[]}')
      if (served.size === 3000) resolve()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { push, queue, delivery } = await createDeliveryFixture(t)
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_matrix/push/v1/notify`
  for (let pusherId = 1; pusherId <= 3000; pusherId += 1) push(`$${pusherId}`, { pusherId, url })
  await done
  t.ok(ports.size <= 16, `${ports.size} connections`)
  t.ok(most <= 16, `${most} requests at a time`)
  await delivery.close()
  t.ok(
    queue.pusherIds().length <= 16,
    'delivered requests left the queue, except those whose responses were not read yet',
  )
})

t.test('requests that a closed delivery did not deliver are delivered by the next one', async (t) => {
  const { gateway, clock, delivery, queue, push } = await createDeliveryFixture(t)
  push('$1')
  push('$2')
  const failing = await gateway.request()
  failing.respond(500)
  await clock.pause()
  await delivery.close()
  const options = { allowHttp: true, allowPrivateAddresses: true, queue, onRejected() {}, clock: createFakeClock() }
  const next = createDelivery(options)
  t.teardown(() => next.close())
  next.wake(queue.pusherIds())
  for (const event of ['$1', '$2']) {
    const request = await gateway.request()
    t.equal(eventIdIn(request), event)
    request.respond(200)
  }
})

t.test('the log has the outcome of each request, with host and status, but without the pushkey', async (t) => {
  const { gateway, clock, entries, push } = await createDeliveryFixture(t, { backoff: { giveUpMs: 1000 } })
  const { host } = new URL(gateway.url)
  push('$1')
  push('$2')
  const failing = await gateway.request()
  failing.respond(503)
  const pause = await clock.pause()
  pause.end()
  push('$3')
  const rejecting = await gateway.request()
  rejecting.respond(200, { rejected: ['key'] })
  push('$4', { pusherId: 2 })
  const working = await gateway.request()
  working.respond(200)
  push('$5', { pusherId: 2 })
  await gateway.request()
  const logged = entries.map(({ event, details }) => [event, details?.host, details?.pusher, details?.status])
  t.strictSame(logged, [
    ['push-failed', host, 1, 503],
    ['push-given-up', host, 1, undefined],
    ['push-given-up', host, 1, undefined],
    ['pusher-rejected', host, 1, 200],
    ['push-delivered', host, 2, 200],
  ])
  t.notMatch(JSON.stringify(entries), /"key"/)
})

t.test('close() aborts requests and pauses, and nothing is sent afterwards', async (t) => {
  const { gateway, delivery, clock, rejected, log, push } = await createDeliveryFixture(t)
  push('$1')
  const failed = await gateway.request()
  failed.respond(503)
  await clock.pause()
  push('$2', { pusherId: 2 })
  const hanging = await gateway.request()
  const closed = once(hanging.response, 'close')
  await delivery.close()
  await closed
  const logged = log.length
  push('$3')
  push('$4', { pusherId: 3, url: 'a URL that would be refused' })
  await delivery.close()
  t.equal(gateway.count(), 2)
  t.equal(log.length, logged)
  t.strictSame(rejected, [])
})

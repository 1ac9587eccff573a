import { once } from 'node:events'
import t from 'tap'
import { startGateway } from './gateway.ts'
import { createBench, eventIdIn, pushOf } from './support.ts'

t.test('a push is a POST of JSON to the path given', async (t) => {
  const { gateway, push } = await createBench(t)
  push('$1')
  const request = await gateway.request()
  t.equal(request.method, 'POST')
  t.equal(request.path, '/_matrix/push/v1/notify')
  t.equal(request.headers['content-type'], 'application/json')
  t.strictSame(JSON.parse(request.body), pushOf('$1'))
})

t.test('the pushes of one pusher arrive one at a time, in their order', async (t) => {
  const { gateway, push } = await createBench(t)
  const events = ['$1', '$2', '$3']
  for (const event of events) push(event)
  for (const [index, event] of events.entries()) {
    const request = await gateway.request()
    t.equal(eventIdIn(request), event)
    t.equal(gateway.count(), index + 1, 'nothing behind it was sent before its answer')
    request.answer(200)
  }
  push('$4')
  t.equal(eventIdIn(await gateway.request()), '$4', 'a queue that was empty starts again')
})

t.test('connections are kept open', async (t) => {
  const { gateway, push } = await createBench(t)
  const ports = new Set<unknown>()
  for (let event = 1; event <= 10; event += 1) {
    push(`$${event}`)
    const request = await gateway.request()
    ports.add(request.response.socket?.remotePort)
    request.answer(200)
  }
  t.ok(ports.size <= 2, 'one at work and one just become free, at most')
})

t.test('a slow gateway delays neither another gateway nor another pusher of its own', async (t) => {
  const { gateway: slow, push } = await createBench(t)
  const fast = await startGateway()
  t.teardown(() => fast.close())
  push('$slow')
  await slow.request()
  push('$fast', { pusherId: 'q', url: fast.url })
  t.equal(eventIdIn(await fast.request()), '$fast')
  push('$same', { pusherId: 'r' })
  t.equal(eventIdIn(await slow.request()), '$same')
})

t.test('a pushkey that the gateway rejects ends the pusher and forgets its queue', async (t) => {
  const { gateway, rejected, push } = await createBench(t)
  push('$1')
  push('$2')
  const request = await gateway.request()
  push('$other', { pusherId: 'q', pushkey: 'other' })
  const other = await gateway.request()
  request.answer(200, { rejected: ['key', 'more'] })
  other.answer(200, { rejected: [] })
  push('$fence', { pusherId: 'q', pushkey: 'other' })
  t.equal(eventIdIn(await gateway.request()), '$fence')
  t.strictSame(rejected, ['p key'])
  t.equal(gateway.count(), 3, 'the second push of the pusher is not sent')
})

t.test('only a success that is well-formed, and for the pushkey of the request, rejects', async (t) => {
  const { gateway, rejected, push } = await createBench(t)
  const answers: [status: number, body: unknown][] = [
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
  for (const [index, [status, body]] of answers.entries()) {
    push(`$${index}`)
    const request = await gateway.request()
    t.equal(eventIdIn(request), `$${index}`, 'the answer before counted as delivered')
    request.answer(status, body)
  }
  push('$fence')
  t.equal(eventIdIn(await gateway.request()), '$fence')
  t.strictSame(rejected, [])
})

t.test('what is dropped is neither sent nor retried', async (t) => {
  const { gateway, delivery, clock, push } = await createBench(t)
  push('$1')
  push('$2')
  const first = await gateway.request()
  first.answer(500)
  await clock.pause()
  delivery.drop('p')
  push('$3')
  const third = await gateway.request()
  t.equal(eventIdIn(third), '$3', 'dropped while it paused')
  delivery.drop('p')
  await once(third.response, 'close')
  push('$4')
  t.equal(eventIdIn(await gateway.request()), '$4', 'dropped while it was under way')
  t.equal(gateway.count(), 3)
  delivery.drop('a pusher that has nothing queued')
})

t.test('close() ends what is under way and what pauses, and nothing is sent afterwards', async (t) => {
  const { gateway, delivery, clock, rejected, log, push } = await createBench(t)
  push('$1')
  const failed = await gateway.request()
  failed.answer(503)
  await clock.pause()
  push('$2', { pusherId: 'q' })
  const hanging = await gateway.request()
  const closed = once(hanging.response, 'close')
  await delivery.close()
  await closed
  const logged = log.length
  push('$3')
  push('$4', { pusherId: 'r', url: 'a URL that would be refused' })
  await delivery.close()
  t.equal(gateway.count(), 2)
  t.equal(log.length, logged)
  t.strictSame(rejected, [])
})

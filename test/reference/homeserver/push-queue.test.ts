import { join } from 'node:path'
import t from 'tap'
import { createHomeserver, type HomeserverOptions } from '../../../reference/index.ts'
import type { LogEntry } from '../../../reference/log.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { startTestGateway, type TestGateway } from '../delivery/test-gateway.ts'
import { type Client, pusher, send, testServer } from './support.ts'

const SOON = { allowHttp: true, allowPrivateAddresses: true, backoff: { firstMs: 5, maxMs: 5 } }

/** Creates a room of Alice and Bob, who has a pusher at a gateway that responds as the test says. */
async function queued(t: Parameters<typeof testServer>[0], options: HomeserverOptions = {}) {
  const entries: LogEntry[] = []
  const server = testServer(t, { delivery: SOON, log: (entry) => entries.push(entry), ...options })
  const gateway = await startTestGateway()
  t.teardown(() => gateway.close())
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  const room = await server.room(alice, bob)
  await bob.post('/pushers/set', pusher(gateway.url))
  return { ...server, alice, bob, room, gateway, entries }
}

/** Returns the next request with its notification. */
async function next(gateway: TestGateway) {
  const request = await gateway.request()
  return { ...request, ...JSON.parse(request.body).notification }
}

const read = (by: Client, room: string, event: string) => by.post(`/rooms/${room}/receipt/m.read/${event}`)

t.test('pushes that are pending when the server ends are delivered after a restart, in order', async (t) => {
  const data = join(temporaryFolder(t), 'data.sqlite')
  const { alice, room, gateway, server } = await queued(t, { data, passwordCost: { N: 256, r: 8, p: 1 } })
  const events = [await send(alice, room, 'one'), await send(alice, room, 'two')]
  await gateway.request()
  await server.close()
  const restarted = createHomeserver({ data, delivery: SOON })
  t.teardown(() => restarted.close())
  for (const event of events) {
    const request = await next(gateway)
    t.equal(request.event_id, event)
    request.respond(200)
  }
})

t.test('a push is not given up because the clock of the system jumps a day forward', async (t) => {
  const { alice, room, gateway, entries } = await queued(t)
  const event = await send(alice, room, 'one')
  const failing = await next(gateway)
  const { now } = Date
  t.teardown(() => {
    Date.now = now
  })
  Date.now = () => now() + 25 * 3_600_000
  failing.respond(500)
  const again = await next(gateway)
  t.equal(again.event_id, event)
  again.respond(200)
  t.notOk(entries.some((entry) => entry.event === 'push-given-up'))
})

t.test('pending pushes of a removed pusher are dropped', async (t) => {
  const { alice, bob, room, gateway } = await queued(t)
  await send(alice, room, 'one')
  const failing = await next(gateway)
  await bob.post('/pushers/set', { ...pusher(gateway.url), kind: null })
  failing.respond(500)
  await bob.post('/pushers/set', pusher(gateway.url))
  const fence = await send(alice, room, 'two')
  t.equal((await next(gateway)).event_id, fence)
})

t.test('pending pushes go to the new gateway of a pusher', async (t) => {
  const { alice, bob, room, gateway } = await queued(t)
  const other = await startTestGateway()
  t.teardown(() => other.close())
  const event = await send(alice, room, 'one')
  await gateway.request()
  await bob.post('/pushers/set', pusher(other.url))
  t.equal((await next(other)).event_id, event)
})

t.test('pending pushes of a pusher that becomes an email pusher are dropped', async (t) => {
  const { alice, bob, room, gateway } = await queued(t, { fault: 'pushers.app-id-ignored' })
  await send(alice, room, 'one')
  await next(gateway)
  await bob.post('/pushers/set', pusher(gateway.url, { app_id: 'm.email', kind: 'email', data: {} }))
  await bob.post('/pushers/set', pusher(gateway.url, { pushkey: 'new' }))
  const fence = await send(alice, room, 'two')
  t.equal((await next(gateway)).event_id, fence)
})

t.test('a pending update of counts is replaced by the next one', async (t) => {
  const { alice, bob, room, gateway } = await queued(t)
  const events: string[] = []
  for (const text of ['one', 'two', 'three']) events.push(await send(alice, room, text))
  const first = await next(gateway)
  for (const event of events) await read(bob, room, event)
  first.respond(200)
  for (const event of events.slice(1)) {
    const request = await next(gateway)
    t.equal(request.event_id, event)
    request.respond(200)
  }
  const badge = await next(gateway)
  t.strictSame([badge.event_id, badge.counts], [undefined, {}], 'three receipts send one update')
  badge.respond(200)
  const fence = await send(alice, room, 'four')
  t.equal((await next(gateway)).event_id, fence)
})

t.test('a rejected pushkey removes the pusher of the request, and no other pusher', async (t) => {
  const { alice, bob, room, gateway } = await queued(t)
  await bob.post('/pushers/set', pusher(gateway.url, { pushkey: 'other' }))
  await alice.post('/pushers/set', pusher(gateway.url, { append: true }))
  await send(alice, room, 'one')
  const requests = [await next(gateway), await next(gateway)]
  for (const request of requests)
    request.respond(200, { rejected: request.body.includes('"other"') ? [] : ['key', 'other'] })
  await bob.post('/pushers/set', pusher(gateway.url, { pushkey: 'third' }))
  let keys: string[] = []
  do {
    const { pushers } = (await bob.get('/pushers')).body
    keys = pushers.map((one: { pushkey: string }) => one.pushkey)
    await new Promise(setImmediate)
  } while (keys.length > 2)
  t.strictSame(keys, ['other', 'third'])
  t.equal((await alice.get('/pushers')).body.pushers.length, 1)
})

t.test('the oldest pending pushes of a pusher are dropped if there are too many, and that is logged', async (t) => {
  const { alice, room, entries } = await queued(t)
  for (let count = 0; count < 1002; count += 1) await send(alice, room, 'x')
  t.match(entries.filter((entry) => entry.event === 'push-given-up').at(-1), {
    part: 'delivery',
    level: 'warning',
    text: /^Giving up 1 of the oldest pushes of pusher \d+: more than 1000 were pending$/,
  })
})

import { request } from 'node:https'
import { connect as connectSocket } from 'node:net'
import t, { type Test } from 'tap'
import { register } from '../../../reference/provider/devices/create-device.ts'
import {
  createInbox,
  type Inbox,
  MAX_PUSHES,
  MAX_WAITERS,
  TooManyWaiters,
} from '../../../reference/provider/devices/inbox.ts'
import { MAX_DEVICES } from '../../../reference/provider/devices/registry.ts'
import { openProviderStore } from '../../../reference/provider/store.ts'
import { control, openProviderFixture, type ProviderFixture } from './provider-fixture.ts'

const PUSH = { service: 'fcm', priority: 'normal', headers: {}, payload: null } as const

async function inboxOf(t: Test): Promise<Inbox> {
  const store = openProviderStore(':memory:')
  t.teardown(() => store.close())
  const device = await register({ service: 'fcm' })
  store.addDevice(device)
  return createInbox(store.pushesOf(device.id))
}

t.test('an inbox drops the oldest pushes, and counts them', async (t) => {
  const inbox = await inboxOf(t)
  for (let n = 1; n <= MAX_PUSHES + 3; n++) inbox.add(PUSH)
  const pushes = inbox.list()
  t.equal(pushes.length, MAX_PUSHES)
  t.equal(pushes[0]?.n, 4)
  t.equal(pushes.at(-1)?.n, MAX_PUSHES + 3)
  t.equal(inbox.dropped, 3)
})

t.test('the number of waiting requests is limited', async (t) => {
  const inbox = await inboxOf(t)
  const waits = Array.from({ length: MAX_WAITERS }, () => inbox.next({ ms: 60_000 }))
  await t.rejects(inbox.next({ ms: 60_000 }), TooManyWaiters)
  inbox.add(PUSH)
  for (const pushes of await Promise.all(waits)) t.match(pushes, [{ n: 1 }])
  inbox.close()
  t.same(await inbox.next({ after: 1, ms: 60_000 }), [], 'nobody can wait for a closed inbox')
})

t.test('a wait ends when it is aborted or its time is over', async (t) => {
  const inbox = await inboxOf(t)
  const abort = new AbortController()
  const waiting = inbox.next({ ms: 60_000, signal: abort.signal })
  abort.abort()
  t.same(await waiting, [])
  t.same(await inbox.next({ ms: 5 }), [])
  t.same(await inbox.next({ ms: 60_000, signal: abort.signal }), [])
})

t.test('clients that disconnect make room for others', async (t) => {
  const fixture = await openProviderFixture()
  t.teardown(() => fixture.close())
  const device = await fixture.provider.createDevice({ service: 'fcm' })
  const inbox = fixture.provider.inboxOf(device.device_id)
  for (const path of ['inbox?wait=60', 'watch']) {
    const url = `${fixture.provider.url}/devices/${device.device_id}/${path}`
    const disconnect = new AbortController()
    const read = async () => (await fetch(url, { signal: disconnect.signal })).text()
    const reading = Array.from({ length: MAX_WAITERS }, () => read().catch(() => undefined))
    await until(fixture, () => inbox.crowded)
    const one = await control(fixture, 'GET', `/devices/${device.device_id}/${path}`)
    t.match(one, { status: 429, body: { error: /50 requests already wait/ } }, `${path} is limited`)
    disconnect.abort()
    await Promise.all(reading)
    await until(fixture, () => !inbox.crowded)
    t.pass(`${path} has room again`)
  }
})

t.test('the number of devices is limited', async (t) => {
  const fixture = await openProviderFixture()
  t.teardown(() => fixture.close())
  for (let n = 0; n < MAX_DEVICES; n++) await fixture.provider.createDevice({ service: 'fcm' })
  const refused = await control(fixture, 'POST', '/devices', { service: 'fcm' })
  t.match(refused, { status: 503, body: { error: /10000 devices already/ } })
  await t.rejects(fixture.provider.createDevice({ service: 'fcm' }), /10000 devices already/)
})

t.test('a provider that cannot use one of its ports uses none', async (t) => {
  const fixture = await openProviderFixture()
  t.teardown(() => fixture.close())
  const usedPort = Number(new URL(fixture.provider.apnsUrl).port)
  await t.rejects(openProviderFixture({ apnsSandbox: usedPort }), /EADDRINUSE/)
})

t.test('a silent connection does not prevent a provider from closing', async (t) => {
  const fixture = await openProviderFixture()
  const socket = connectSocket(Number(new URL(fixture.provider.apnsUrl).port), '127.0.0.1')
  const { promise: connected, resolve } = Promise.withResolvers<void>()
  socket.once('connect', resolve)
  await connected
  const { promise: cut, resolve: onCut } = Promise.withResolvers<void>()
  socket.once('close', () => onCut())
  socket.on('error', () => undefined)
  await Promise.all([fixture.close(), cut])
  t.pass()
})

t.test('a client that disconnects during its request is not an error of the provider', async (t) => {
  const fixture = await openProviderFixture()
  t.teardown(() => fixture.close())
  const { hostname, port } = new URL(fixture.provider.servicesUrl)
  const headers = { 'content-length': 100, expect: '100-continue' }
  const client = request({ hostname, port, ca: fixture.ca, method: 'POST', path: '/token', headers })
  client.on('error', () => undefined)
  const { promise: awaited, resolve } = Promise.withResolvers<void>()
  client.once('continue', resolve)
  client.flushHeaders()
  await awaited
  client.destroy()
  await until(fixture, () => fixture.log.some(({ event }) => event === 'client-left'))
  t.notOk(fixture.log.some(({ level }) => level === 'error'))
})

/** Sends other requests to the provider until a condition holds, or the test times out. */
async function until(fixture: ProviderFixture, holds: () => boolean): Promise<void> {
  while (!holds()) await control(fixture, 'GET', '/devices')
}

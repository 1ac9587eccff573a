import t from 'tap'
import type { DeviceDescription, ReceivedPush } from '../../../reference/provider/index.ts'
import { accessToken, control, fcm, openProviderFixture, type ProviderFixture } from './provider-fixture.ts'

const fixture = await openProviderFixture()
t.teardown(() => fixture.close())

async function createDevice(
  body: object = { service: 'fcm' },
  on: ProviderFixture = fixture,
): Promise<DeviceDescription> {
  return (await control(on, 'POST', '/devices', body)).body as DeviceDescription
}

async function push({ pushkey }: DeviceDescription, event_id: string, on: ProviderFixture = fixture): Promise<void> {
  const { status } = await fcm(on, await accessToken(on), { message: { token: pushkey, data: { event_id } } })
  t.equal(status, 200)
}

const eventsIn = (pushes: ReceivedPush[]) => {
  return pushes.map(({ payload }) => (payload as { data: { event_id: string } }).data.event_id)
}

t.test('a device has the values for a Matrix pusher', async (t) => {
  const apns = await createDevice({ service: 'apns' })
  t.equal(Buffer.from(apns.pushkey, 'base64').length, 32)
  t.match(apns, { service: 'apns', environment: 'production', app: 'com.example.matrix', registered: true })
  const sandbox = await createDevice({ service: 'apns', environment: 'sandbox', app: 'org.chat' })
  t.match(sandbox, { environment: 'sandbox', app: 'org.chat' })
  const fcm = await createDevice()
  t.match(fcm.pushkey, /^[\w-]+:[\w-]+$/)
  t.notOk('environment' in fcm || 'data' in fcm)
  const web = await createDevice({ service: 'web-push' })
  t.equal(Buffer.from(web.pushkey, 'base64url').length, 65)
  t.equal(Buffer.from(String(web.data?.auth), 'base64url').length, 16)
  t.ok(web.data?.endpoint.startsWith(`${fixture.provider.servicesUrl}/push/`))

  const pushkeys = [apns, sandbox, fcm, web].map(({ pushkey }) => pushkey)
  for (const pushkey of pushkeys) t.ok(pushkey.length <= 512, 'a pushkey has at most 512 bytes')
  const { body } = await control(fixture, 'GET', '/devices')
  const listed = (body as { devices: DeviceDescription[] }).devices.map(({ pushkey }) => pushkey)
  t.same(listed, pushkeys)
})

t.test('an inbox returns the pushes in order, or those after a number', async (t) => {
  const device = await createDevice()
  t.equal(device.inbox, `${fixture.provider.url}/devices/${device.device_id}/inbox`)
  for (const eventId of ['$1', '$2', '$3']) await push(device, eventId)
  const all = (await (await fetch(device.inbox)).json()) as { pushes: ReceivedPush[]; dropped: number }
  t.same(eventsIn(all.pushes), ['$1', '$2', '$3'])
  t.equal(all.dropped, 0)
  const later = (await (await fetch(`${device.inbox}?after=2`)).json()) as { pushes: ReceivedPush[] }
  t.match(later.pushes, [{ n: 3, service: 'fcm', priority: 'normal' }])
  t.ok(Math.abs(Date.now() - (later.pushes[0]?.received_at ?? 0)) < 60_000)
})

t.test('a request can wait for the next push', async (t) => {
  const device = await createDevice()
  await push(device, '$1')
  const waiting = fetch(`${device.inbox}?after=1&wait=30`)
  await push(device, '$2')
  const { pushes } = (await (await waiting).json()) as { pushes: ReceivedPush[] }
  t.same(eventsIn(pushes), ['$2'])
})

t.test('a watcher receives each push as it arrives, and can resume', async (t) => {
  const device = await createDevice()
  await push(device, '$1')
  const watch = device.inbox.replace(/inbox$/, 'watch')
  const stop = new AbortController()
  const response = await fetch(watch, { signal: stop.signal, headers: { 'last-event-id': '0' } })
  t.equal(response.headers.get('content-type'), 'text/event-stream')
  const seen = readEvents(response)
  t.match((await seen.next()).value, { id: '1', event: 'push' })
  await push(device, '$2')
  const { value } = await seen.next()
  t.match(value, { id: '2', event: 'push' })
  t.same(eventsIn([JSON.parse(String(value?.data))]), ['$2'])
  stop.abort()
  const resumed = readEvents(await fetch(watch, { headers: { 'last-event-id': '1' } }))
  t.match((await resumed.next()).value, { id: '2' })
  await control(fixture, 'DELETE', `/devices/${device.device_id}`)
  t.equal((await resumed.next()).done, true, 'the stream ends with its device')
})

t.test('failures are set and cleared', async (t) => {
  const device = await createDevice()
  const path = `/devices/${device.device_id}/failure`
  const failure = { status: 429, times: 3, delay_ms: 1 }
  t.match(await control(fixture, 'PUT', path, failure), { status: 200, body: failure })
  const described = async () => {
    const { body } = await control(fixture, 'GET', '/devices')
    return (body as { devices: DeviceDescription[] }).devices.find(({ device_id }) => device_id === device.device_id)
  }
  t.match(await described(), { failure })
  const token = await accessToken(fixture)
  t.equal((await fcm(fixture, token, { message: { token: device.pushkey } })).status, 429)
  t.match(await described(), { failure: { times: 2 } })
  t.equal((await control(fixture, 'DELETE', path)).status, 200)
  t.notOk('failure' in ((await described()) ?? {}))
  await push(device, '$1')
  await control(fixture, 'PUT', path, { status: 410 })
  t.match(await described(), { registered: false })
  t.equal((await fcm(fixture, token, { message: { token: device.pushkey } })).status, 404)
})

t.test('a slow push arrives, but not before its delay', async (t) => {
  const device = await createDevice()
  await control(fixture, 'PUT', `/devices/${device.device_id}/failure`, { delay_ms: 100, times: 1 })
  const token = await accessToken(fixture)
  const start = performance.now()
  t.equal((await fcm(fixture, token, { message: { token: device.pushkey } })).status, 200)
  // Timers may be a millisecond early
  t.ok(performance.now() - start >= 98)
  t.equal(fixture.provider.inboxOf(device.device_id).list().length, 1)
})

t.test('an app that is uninstalled during a slow push does not receive it', async (t) => {
  const device = await createDevice()
  const path = `/devices/${device.device_id}`
  await control(fixture, 'PUT', `${path}/failure`, { delay_ms: 200 })
  const inbox = fixture.provider.inboxOf(device.device_id)
  const token = await accessToken(fixture)
  const pending = fcm(fixture, token, { message: { token: device.pushkey } })
  await control(fixture, 'DELETE', path)
  t.match(await pending, { status: 404, body: { error: { details: [{ errorCode: 'UNREGISTERED' }] } } })
  t.same(inbox.list(), [])
  t.equal((await control(fixture, 'GET', `${path}/inbox`)).status, 404)
})

t.test('a request is refused with one sentence', async (t) => {
  const { device_id } = await createDevice()
  const device = `/devices/${device_id}`
  const cases: [method: string, path: string, body: unknown, status: number, error: RegExp][] = [
    ['GET', '/nothing', undefined, 404, /Unknown path \/nothing$/],
    ['GET', '/devices/nobody/inbox', undefined, 404, /Unknown device "nobody"$/],
    ['DELETE', '/devices/nobody', undefined, 404, /Unknown device "nobody"$/],
    ['GET', '/devices/nobody/watch', undefined, 404, /Unknown device "nobody"$/],
    ['PUT', '/devices', {}, 405, /does not support the method PUT/],
    ['GET', device, undefined, 405, /does not support the method GET/],
    ['POST', `${device}/inbox`, {}, 405, /does not support the method POST/],
    ['POST', '/devices', 'nonsense', 400, /expected a JSON object/],
    ['POST', '/devices', [], 400, /expected a JSON object/],
    ['POST', '/devices', {}, 400, /^Field "service": expected one of "apns", "fcm", "web-push", found nothing$/],
    ['POST', '/devices', { service: 'mpns' }, 400, /^Field "service": expected one of "apns", .*, found "mpns"$/],
    [
      'POST',
      '/devices',
      { service: 'fcm', environment: 'sandbox' },
      400,
      /"environment" is only for the service "apns"/,
    ],
    [
      'POST',
      '/devices',
      { service: 'apns', environment: 'test' },
      400,
      /"environment": expected one of .*, found "test"$/,
    ],
    ['POST', '/devices', { service: 'apns', app: 'a b' }, 400, /"app": expected .*, found "a b"$/],
    ['POST', '/devices', { service: 'apns', vapid_key: 'x'.repeat(87) }, 400, /"vapid_key" is only for the service/],
    ['POST', '/devices', { service: 'web-push', vapid_key: 'x' }, 400, /"vapid_key": expected .*, found "x"$/],
    ['POST', '/devices', { service: 'fcm', colour: 'red' }, 400, /Unknown field "colour": expected one of "service"/],
    ['POST', '/devices', { service: 'x'.repeat(17_000) }, 413, /expected at most 16384 bytes/],
    ['PUT', `${device}/failure`, {}, 400, /neither "status" nor "delay_ms"/],
    ['PUT', `${device}/failure`, { status: 200 }, 400, /"status": expected one of .*, found 200$/],
    ['PUT', `${device}/failure`, { status: 429, times: 0 }, 400, /"times": expected .*, found 0$/],
    ['PUT', `${device}/failure`, { delay_ms: 60_001 }, 400, /"delay_ms": expected .*, found 60001$/],
    ['PUT', `${device}/failure`, { status: 410, times: 2 }, 400, /410 is immediate and permanent/],
    ['PUT', `${device}/failure`, { status: 500, retry_after: 2 }, 400, /"retry_after" is only for/],
    ['GET', `${device}/inbox?after=-1`, undefined, 400, /"after": expected .*, found "-1"$/],
    [
      'GET',
      `${device}/inbox?wait=61`,
      undefined,
      400,
      /^Parameter "wait": expected a whole number up to 60, found "61"$/,
    ],
  ]
  for (const [method, path, body, status, error] of cases) {
    t.match(await control(fixture, method, path, body), { status, body: { error } }, `${method} ${path}`)
  }
})

t.test('closing ends all waits', async (t) => {
  const other = await openProviderFixture()
  const device = await createDevice({ service: 'fcm' }, other)
  await control(other, 'PUT', `/devices/${device.device_id}/failure`, { delay_ms: 60_000 })
  const inbox = other.provider.inboxOf(device.device_id)
  const slow = fcm(other, await accessToken(other), { message: { token: device.pushkey } }).catch(() => undefined)
  const waiting = inbox.next({ ms: 60_000 })
  const polling = fetch(`${device.inbox}?wait=60`).catch(() => undefined)
  await other.close()
  t.same(await waiting, [])
  await Promise.all([slow, polling])
  await t.rejects(fetch(device.inbox))
})

/** Reads the events of a stream, without its comments. */
t.test('what happens to devices is logged, and each push with its event', async (t) => {
  const own = await openProviderFixture()
  t.teardown(() => own.close())
  const device = await createDevice({ service: 'fcm' }, own)
  t.strictSame(own.provider.devices(), [device])
  await push(device, '$1', own)
  await control(own, 'PUT', `/devices/${device.device_id}/failure`, { delay_ms: 1 })
  await control(own, 'DELETE', `/devices/${device.device_id}/failure`)
  await control(own, 'PUT', `/devices/${device.device_id}/failure`, { status: 410 })
  await control(own, 'DELETE', `/devices/${device.device_id}`)
  const { device_id } = device
  t.match(own.log, [
    { event: 'device-registered', details: { device_id, service: 'fcm' } },
    { event: 'push-received', details: { device_id, n: 1, event_id: '$1' } },
    { event: 'device-failure', text: `Pushes to ${device_id} have the failure {"delay_ms":1} from now on` },
    { event: 'device-failure', text: `Pushes to ${device_id} have no failure from now on` },
    { event: 'device-unregistered' },
    { event: 'device-removed' },
  ])
  t.notMatch(JSON.stringify(own.log), device.pushkey)
})

async function* readEvents(response: Response): AsyncGenerator<Record<string, string>, undefined> {
  let text = ''
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => !line.startsWith(':'))
      if (lines.length > 0) yield Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2)))
    }
  }
  return undefined
}

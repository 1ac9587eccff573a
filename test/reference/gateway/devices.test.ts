import t from 'tap'
import { createPushGateway } from '../../../reference/index.ts'
import { APP, DOWN, device, event, FakeService, GONE, gatewayWith } from './support.ts'

const later = { ...event, event_id: '$2' }

t.test('each device is notified, and those that are gone are rejected', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE)
  const { body } = await notify(event, [device('a'), device('gone'), device('b')])
  t.same(body, { rejected: ['gone'] })
  t.same(service.pushkeys, ['a', 'gone', 'b'])
})

t.test('what its service says of a device is remembered', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE)
  await notify(event, [device('gone', { pushkey_ts: 1000 })])
  t.same((await notify(later, [device('gone', { pushkey_ts: 1000 })])).body, { rejected: ['gone'] })
  t.equal(service.pushes.length, 1, 'the service is not asked again')
  service.outcomes.clear()
  const setAnew = Math.floor(Date.now() / 1000) + 60
  t.same(
    (await notify(later, [device('gone', { pushkey_ts: setAnew })])).body,
    { rejected: [] },
    'until it is set anew',
  )
  t.same((await notify({ ...event, event_id: '$3' }, [device('gone')])).body, { rejected: [] }, 'and from then on')
})

t.test('an event that comes again is sent to a device once', async (t) => {
  const { notify, service } = gatewayWith()
  for (let times = 0; times < 3; times += 1) t.same((await notify(event, [device('a')])).body, { rejected: [] })
  await notify(later, [device('a')])
  await notify({ counts: { unread: 1 } }, [device('a')])
  await notify({ counts: { unread: 1 } }, [device('a')])
  t.same(
    service.pushes.map(({ notification }) => notification.event_id),
    ['$1', '$2', undefined, undefined],
  )
})

t.test('a service that is down makes the homeserver try again, for those that have had nothing', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('b', DOWN)
  const devices = [device('a'), device('b')]
  const first = await notify(event, devices)
  t.match(first, { status: 502, body: { errcode: 'M_UNKNOWN' } })
  service.outcomes.clear()
  t.match(await notify(event, devices), { status: 200, body: { rejected: [] } })
  t.same(service.pushkeys, ['a', 'b', 'b'])
})

t.test('a device that is gone is rejected when the homeserver tries again', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE).set('down', DOWN)
  const devices = [device('gone'), device('down')]
  t.equal((await notify(event, devices)).status, 502)
  service.outcomes.delete('down')
  t.match(await notify(event, devices), { status: 200, body: { rejected: ['gone'] } })
})

t.test('how long a service wants to be left alone is passed on', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('a', { ...DOWN, retryAfterMs: 2500 })
  const { headers } = await notify(event, [device('a')])
  t.equal(headers.get('retry-after'), '3')
})

t.test('an app has so many pushes under way, and no more', async (t) => {
  const { notify, service } = gatewayWith({ inFlight: 2 })
  const { promise, resolve } = Promise.withResolvers<void>()
  service.gate = promise
  const busy = notify(event, [device('a'), device('b')])
  t.equal((await notify(event, [device('c')])).status, 502)
  resolve()
  t.equal((await busy).status, 200)
  t.equal((await notify(event, [device('c')])).status, 200)
})

const APPS = ['org.example.app', 'org.example.*', 'org.example.chat.*', 'com.*.ios', 'plain']

const CHOICES = [
  { appId: 'org.example.app', found: 'org.example.app', why: 'the exact ID comes before patterns' },
  { appId: 'org.example.other', found: 'org.example.*', why: 'the only pattern that fits' },
  { appId: 'org.example.chat.ios', found: undefined, why: 'of two patterns none can be preferred' },
  { appId: 'com.example.ios', found: 'com.*.ios', why: 'a star in the middle' },
  { appId: 'com.ios', found: undefined, why: 'its start and its end would overlap' },
  { appId: 'plain.more', found: undefined, why: 'without a star it is no pattern' },
  { appId: '*', found: undefined, why: 'a star in an app ID is a star' },
]

for (const { appId, found, why } of CHOICES) {
  t.test(`the app of ${appId}: ${why}`, async (t) => {
    const services = new Map(APPS.map((app_id) => [app_id, new FakeService()]))
    const gateway = createPushGateway({ apps: [...services].map(([app_id, provider]) => ({ app_id, provider })) })
    const body = JSON.stringify({ notification: { ...event, devices: [{ app_id: appId, pushkey: 'a' }] } })
    const response = await gateway.fetch(
      new Request('http://gw.example/_matrix/push/v1/notify', { method: 'POST', body }),
    )
    t.same(await response.json(), { rejected: found === undefined ? ['a'] : [] })
    const asked = [...services].filter(([, service]) => service.pushes.length > 0).map(([app_id]) => app_id)
    t.same(asked, found === undefined ? [] : [found])
  })
}

t.test('a default payload that is no object cannot be sent', async (t) => {
  const { notify, service } = gatewayWith()
  for (const payload of [null, 'text', [1]]) {
    t.same((await notify(event, [device('a', { data: { default_payload: payload } })])).body, { rejected: ['a'] })
  }
  t.same(service.pushkeys, [])
  t.same((await notify(event, [device('a', { data: { default_payload: { a: 1 } } })])).body, { rejected: [] })
  t.match(service.pushes, [{ defaultPayload: { a: 1 } }])
})

t.test('nothing that is logged tells a pushkey or a message', async (t) => {
  const lines: string[] = []
  const { notify } = gatewayWith({ log: (entry) => lines.push(JSON.stringify(entry)) })
  await notify({ ...event, content: { body: 'a secret' } }, [
    device('the-pushkey'),
    { app_id: 'other', pushkey: 'their-key' },
  ])
  t.ok(lines.length > 0)
  t.notMatch(lines.join('\n'), /a secret|the-pushkey|their-key/)
  t.match(lines.join('\n'), new RegExp(APP))
})

import t from 'tap'
import { createPushGateway } from '../../../reference/index.ts'
import { APP, DOWN, device, event, FakeService, GONE, gatewayWith } from './support.ts'

const later = { ...event, event_id: '$2' }

t.test('each device is notified, and unregistered ones are rejected', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE)
  const { body } = await notify(event, [device('a'), device('gone'), device('b')])
  t.same(body, { rejected: ['gone'] })
  t.same(service.pushkeys, ['a', 'gone', 'b'])
})

t.test('a rejection by the service is remembered', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE)
  await notify(event, [device('gone', { pushkey_ts: 1000 })])
  t.same((await notify(later, [device('gone', { pushkey_ts: 1000 })])).body, { rejected: ['gone'] })
  t.equal(service.pushes.length, 1, 'the service is not called again')
  service.outcomes.clear()
  const setAgain = Math.floor(Date.now() / 1000) + 60
  t.same(
    (await notify(later, [device('gone', { pushkey_ts: setAgain })])).body,
    { rejected: [] },
    'until it is set again',
  )
  t.same((await notify({ ...event, event_id: '$3' }, [device('gone')])).body, { rejected: [] }, 'and afterwards')
})

t.test('a repeated event is sent to a device once', async (t) => {
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

t.test(
  'a failure of a service makes the homeserver try again, for the devices that have received nothing',
  async (t) => {
    const { notify, service } = gatewayWith()
    service.outcomes.set('b', DOWN)
    const devices = [device('a'), device('b')]
    const first = await notify(event, devices)
    t.match(first, { status: 502, body: { errcode: 'M_UNKNOWN' } })
    service.outcomes.clear()
    t.match(await notify(event, devices), { status: 200, body: { rejected: [] } })
    t.same(service.pushkeys, ['a', 'b', 'b'])
  },
)

t.test('an unregistered device is rejected when the homeserver tries again', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('gone', GONE).set('down', DOWN)
  const devices = [device('gone'), device('down')]
  t.equal((await notify(event, devices)).status, 502)
  service.outcomes.delete('down')
  t.match(await notify(event, devices), { status: 200, body: { rejected: ['gone'] } })
})

t.test('the pause that a service requests is passed on', async (t) => {
  const { notify, service } = gatewayWith()
  service.outcomes.set('a', { ...DOWN, retryAfterMs: 2500 })
  const { headers } = await notify(event, [device('a')])
  t.equal(headers.get('retry-after'), '3')
})

t.test('the number of pushes in progress for an app is limited', async (t) => {
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

const APP_IDS = [
  { appId: 'org.example.app', found: 'org.example.app', why: 'the exact ID comes before patterns' },
  { appId: 'org.example.other', found: 'org.example.*', why: 'the only pattern that matches' },
  { appId: 'org.example.chat.ios', found: undefined, why: 'two patterns match, and neither is preferred' },
  { appId: 'com.example.ios', found: 'com.*.ios', why: 'a star in the middle' },
  { appId: 'com.ios', found: undefined, why: 'start and end of the pattern would overlap' },
  { appId: 'plain.more', found: undefined, why: 'without a star it is not a pattern' },
  { appId: '*', found: undefined, why: 'a star in an app ID is literal' },
]

for (const { appId, found, why } of APP_IDS) {
  t.test(`the app of ${appId}: ${why}`, async (t) => {
    const services = new Map(APPS.map((app_id) => [app_id, new FakeService()]))
    const gateway = createPushGateway({ apps: [...services].map(([app_id, provider]) => ({ app_id, provider })) })
    const body = JSON.stringify({ notification: { ...event, devices: [{ app_id: appId, pushkey: 'a' }] } })
    const response = await gateway.fetch(
      new Request('http://gw.example/_matrix/push/v1/notify', { method: 'POST', body }),
    )
    t.same(await response.json(), { rejected: found === undefined ? ['a'] : [] })
    const called = [...services].filter(([, service]) => service.pushes.length > 0).map(([app_id]) => app_id)
    t.same(called, found === undefined ? [] : [found])
  })
}

t.test('a default payload that is not an object is rejected', async (t) => {
  const { notify, service } = gatewayWith()
  for (const payload of [1, 'text', [1]]) {
    t.same((await notify(event, [device('a', { data: { default_payload: payload } })])).body, { rejected: ['a'] })
  }
  t.same(service.pushkeys, [])
  t.same((await notify(event, [device('a', { data: { default_payload: { a: 1 } } })])).body, { rejected: [] })
  t.match(service.pushes, [{ defaultPayload: { a: 1 } }])
})

t.test('null in the data of a device is the same as nothing', async (t) => {
  const { notify, service } = gatewayWith()
  const data = { default_payload: null, format: null, 'org.example.own': null }
  t.same((await notify(event, [device('a', { data })])).body, { rejected: [] })
  t.match(service.pushes, [{ defaultPayload: {} }])
})

t.test('the log contains no pushkey and no message', async (t) => {
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

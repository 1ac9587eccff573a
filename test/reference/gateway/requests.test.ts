import t from 'tap'
import type { HandledNotification, LogEntry } from '../../../reference/index.ts'
import { APP, device, event, gatewayWith } from './support.ts'

const ACCEPTED = [
  { what: 'an event with all its fields', notification: { ...event, room_name: 'Kitchen', content: { body: 'hi' } } },
  { what: 'an event with its ID only', notification: { event_id: '$1', room_id: '!a:b' } },
  { what: 'counts alone', notification: { counts: { unread: 2, missed_calls: 1 } } },
  { what: 'only a device', notification: {} },
  {
    what: 'unknown fields',
    notification: { ...event, 'org.example.other': [1], membership: 'join' },
  },
  {
    what: 'null for absent fields',
    notification: { ...event, event_id: null, type: null, content: null, counts: null },
  },
  { what: 'empty texts for absent fields', notification: { sender: '', type: '', counts: { unread: 0 } } },
]

for (const { what, notification } of ACCEPTED) {
  t.test(`it accepts ${what}`, async (t) => {
    const { notify, service } = gatewayWith()
    const { status, headers, body } = await notify(notification, [device('a')])
    t.equal(status, 200)
    t.equal(headers.get('content-type'), 'application/json')
    t.same(body, { rejected: [] })
    t.same(service.pushkeys, ['a'])
  })
}

const one = [device('a')]

const REFUSED: { what: string; body: unknown; errcode?: string; error: RegExp }[] = [
  { what: 'a body that is not JSON', body: '{', errcode: 'M_NOT_JSON', error: /not JSON/ },
  { what: 'an empty body', body: '', errcode: 'M_NOT_JSON', error: /not JSON/ },
  { what: 'a list', body: [], error: /^Body: expected an object, found an empty list$/ },
  { what: 'an empty object', body: {}, error: /"notification": expected an object, found nothing$/ },
  {
    what: 'a notification that is a text',
    body: { notification: 'hi' },
    error: /"notification": expected an object, found a string$/,
  },
  { what: 'no devices', body: { notification: {} }, error: /"devices": expected a list of devices, found nothing$/ },
  {
    what: 'devices that are not a list',
    body: { notification: { devices: {} } },
    error: /"devices": expected a list of devices, found an object$/,
  },
  {
    what: 'an empty list of devices',
    body: { notification: { devices: [] } },
    error: /expected a list of at least one device, found an empty list$/,
  },
  {
    what: 'a device that is a text',
    body: { notification: { devices: ['a'] } },
    error: /^Device: expected an object, found a string$/,
  },
  { what: 'a device without an app', body: { notification: { devices: [{ pushkey: 'a' }] } }, error: /"app_id"/ },
  {
    what: 'a pushkey that is a number',
    body: { notification: { devices: [{ app_id: APP, pushkey: 1 }] } },
    error: /"pushkey"/,
  },
  ...['pushkey_ts', 'data', 'tweaks'].map((name) => ({
    what: `a ${name} that is a text`,
    body: { notification: { devices: [device('a', { [name]: 'x' })] } },
    error: new RegExp(`"${name}": expected .*, found a string$`),
  })),
  {
    what: 'counts that are a number',
    body: { notification: { counts: 3, devices: one } },
    error: /"counts": expected an object, found a number$/,
  },
  {
    what: 'a count that is a text',
    body: { notification: { counts: { unread: '3' }, devices: one } },
    error: /"unread"/,
  },
  { what: 'an event ID that is a number', body: { notification: { event_id: 1, devices: one } }, error: /"event_id"/ },
  {
    what: 'too many devices',
    body: { notification: { devices: Array.from({ length: 1001 }, (_, index) => device(`${index}`)) } },
    error: /expected at most 1000 devices, found 1001$/,
  },
]

for (const { what, body, errcode = 'M_BAD_JSON', error } of REFUSED) {
  t.test(`it refuses ${what}, with a reason`, async (t) => {
    const { ask, service } = gatewayWith()
    const response = await ask(body)
    t.equal(response.status, 400)
    t.match(response.body, { errcode, error })
    t.same(service.pushkeys, [])
  })
}

const URL = 'http://gateway.example/_matrix/push/v1/notify'

t.test('a body that is not in UTF-8 is not JSON', async (t) => {
  const body = Buffer.from('{"notification":{"room_name":"caf\xe9"}}', 'latin1')
  const response = await gatewayWith().gateway.fetch(new Request(URL, { method: 'POST', body }))
  t.equal(response.status, 400)
  t.match(await response.json(), { errcode: 'M_NOT_JSON' })
})

t.test('a homeserver that disconnects before its body is complete is not an error of the gateway', async (t) => {
  const log: LogEntry[] = []
  const { gateway } = gatewayWith({ log: (entry) => log.push(entry) })
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })
  const response = await gateway.fetch(new Request(URL, { method: 'POST', body, duplex: 'half' } as RequestInit))
  t.equal(response.status, 408)
  t.match(log, [{ level: 'warning', event: 'request-refused', details: { status: 408 } }])
  t.equal(log.length, 1)
})

t.test('a body that is too large is not read completely', async (t) => {
  const { ask } = gatewayWith()
  const fits = { notification: { ...event, content: { body: 'x'.repeat(500 * 1024) }, devices: one } }
  t.equal((await ask(fits)).status, 200)
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(64 * 1024))
    },
  })
  const response = await gatewayWith().gateway.fetch(
    new Request(URL, { method: 'POST', body: endless, duplex: 'half' } as RequestInit),
  )
  t.equal(response.status, 413)
  t.match(await response.json(), { errcode: 'M_TOO_LARGE' })
  t.ok(sent < 20, 'the rest is not read')
})

t.test('unknown paths and methods are refused', async (t) => {
  const { ask } = gatewayWith()
  for (const path of ['/', '/_matrix/push/v1/notifications', '/_matrix/push/v2/notify']) {
    t.match(await ask({}, {}, path), { status: 404, body: { errcode: 'M_UNRECOGNIZED' } })
  }
  for (const method of ['GET', 'PUT', 'DELETE']) {
    t.match(await ask({}, { method }), { status: 405, body: { errcode: 'M_UNRECOGNIZED' } })
  }
  t.match(await ask({}, { method: 'GET' }, '/health'), { status: 200 })
  t.match(await ask({}, { method: 'POST' }, '/health'), { status: 405, body: { errcode: 'M_UNRECOGNIZED' } })
})

t.test('an observer gets each notification with the outcomes of its devices', async (t) => {
  const handled: HandledNotification[] = []
  const { notify, service } = gatewayWith({ onNotification: (each) => handled.push(each) })
  await notify(event, [device('a'), { app_id: 'org.example.other', pushkey: 'b' }])
  t.equal(service.pushes.length, 1)
  t.match(handled, [
    {
      notification: { event_id: '$1', counts: { unread: 1 } },
      outcomes: [
        { device: { pushkey: 'a' }, outcome: { result: 'sent' } },
        { device: { pushkey: 'b' }, outcome: { result: 'rejected' } },
      ],
      status: 200,
      ms: Number,
    },
  ])
})

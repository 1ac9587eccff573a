import t from 'tap'
import type { LogEntry } from '../../../reference/index.ts'
import { APP, device, event, gatewayWith } from './support.ts'

const ACCEPTED = [
  { what: 'an event with all its fields', notification: { ...event, room_name: 'Kitchen', content: { body: 'hi' } } },
  { what: 'an event by its ID alone', notification: { event_id: '$1', room_id: '!a:b' } },
  { what: 'counts alone', notification: { counts: { unread: 2, missed_calls: 1 } } },
  { what: 'nothing but a device', notification: {} },
  {
    what: 'fields that the API does not have',
    notification: { ...event, 'org.example.other': [1], membership: 'join' },
  },
  { what: 'null for nothing', notification: { ...event, event_id: null, type: null, content: null, counts: null } },
  { what: 'empty texts for nothing', notification: { sender: '', type: '', counts: { unread: 0 } } },
]

for (const { what, notification } of ACCEPTED) {
  t.test(`it takes ${what}`, async (t) => {
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
  { what: 'no JSON', body: '{', errcode: 'M_NOT_JSON', error: /not JSON/ },
  { what: 'nothing', body: '', errcode: 'M_NOT_JSON', error: /not JSON/ },
  { what: 'no object', body: [], error: /The body is an empty list; it must be an object/ },
  { what: 'an empty object', body: {}, error: /"notification" is missing/ },
  { what: 'a notification that is none', body: { notification: 'hi' }, error: /"notification" is a string/ },
  { what: 'no devices', body: { notification: {} }, error: /"devices" is missing/ },
  { what: 'devices that are no list', body: { notification: { devices: {} } }, error: /"devices" is an object/ },
  { what: 'an empty list of devices', body: { notification: { devices: [] } }, error: /one device at least/ },
  { what: 'a device that is none', body: { notification: { devices: ['a'] } }, error: /A device is a string/ },
  { what: 'a device without an app', body: { notification: { devices: [{ pushkey: 'a' }] } }, error: /"app_id"/ },
  {
    what: 'a pushkey that is no text',
    body: { notification: { devices: [{ app_id: APP, pushkey: 1 }] } },
    error: /"pushkey"/,
  },
  ...['pushkey_ts', 'data', 'tweaks'].map((name) => ({
    what: `a ${name} that is a text`,
    body: { notification: { devices: [device('a', { [name]: 'x' })] } },
    error: new RegExp(`"${name}" is a string`),
  })),
  { what: 'counts that are none', body: { notification: { counts: 3, devices: one } }, error: /"counts" is a number/ },
  {
    what: 'a count that is a text',
    body: { notification: { counts: { unread: '3' }, devices: one } },
    error: /"unread"/,
  },
  { what: 'an event ID that is a number', body: { notification: { event_id: 1, devices: one } }, error: /"event_id"/ },
  {
    what: 'more devices than anyone has',
    body: { notification: { devices: Array.from({ length: 1001 }, (_, index) => device(`${index}`)) } },
    error: /1001 devices/,
  },
]

for (const { what, body, errcode = 'M_BAD_JSON', error } of REFUSED) {
  t.test(`it refuses ${what}, and says why`, async (t) => {
    const { ask, service } = gatewayWith()
    const response = await ask(body)
    t.equal(response.status, 400)
    t.match(response.body, { errcode, error })
    t.same(service.pushkeys, [])
  })
}

const URL = 'http://gateway.example/_matrix/push/v1/notify'

t.test('a body that is not in UTF-8 is no JSON', async (t) => {
  const body = Buffer.from('{"notification":{"room_name":"caf\xe9"}}', 'latin1')
  const response = await gatewayWith().gateway.fetch(new Request(URL, { method: 'POST', body }))
  t.equal(response.status, 400)
  t.match(await response.json(), { errcode: 'M_NOT_JSON' })
})

t.test('a homeserver that leaves before its body has arrived is no error of the gateway', async (t) => {
  const log: LogEntry[] = []
  const { gateway } = gatewayWith({ log: (entry) => log.push(entry) })
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })
  const response = await gateway.fetch(new Request(URL, { method: 'POST', body, duplex: 'half' } as RequestInit))
  t.equal(response.status, 408)
  t.same(log, [])
})

t.test('a body that is too large is not read to its end', async (t) => {
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
  t.ok(sent < 20, 'what would have come after it was not asked for')
})

t.test('other paths and methods are told from its own', async (t) => {
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

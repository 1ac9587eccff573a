import t from 'tap'
import { apnsMessage } from '../../../reference/gateway/apns/payload.ts'
import { fcmMessage } from '../../../reference/gateway/fcm/message.ts'
import { bytesOf, cutToBytes, fit, sharedPart } from '../../../reference/gateway/fit-payload.ts'
import type { Push } from '../../../reference/gateway/push.ts'
import { webPushPayload } from '../../../reference/gateway/web-push/payload.ts'
import { type DeviceKind, NESTED_DEEP, openGatewayFixture } from './gateway-fixture.ts'

const long = 'é€😀'.repeat(2000)
const event = {
  event_id: `$${'e'.repeat(200)}`,
  room_id: `!${'r'.repeat(200)}:example.org`,
  type: 'm.room.message',
  sender: '@bob:example.org',
}

/** Maximum size of the payload of each service, in bytes. */
const LIMITS = { apns: 4096, fcm: 4096, 'web-push': 3993 } as const

const SHORTENED = [
  { what: 'a long message', notification: { ...event, content: { body: long } } },
  {
    what: 'a long message, and long names',
    notification: { ...event, sender_display_name: long, room_name: long, content: { body: long } },
  },
  { what: 'a text that grows as JSON', notification: { ...event, content: { body: '\u0001"\\'.repeat(2000) } } },
]

const manyFields = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`field ${n}`, `${n}`]))
const WITHOUT_CONTENT: { what: string; notification: object; kinds?: DeviceKind[] }[] = [
  {
    what: 'an event of 2,000 small fields',
    notification: { ...event, content: manyFields },
    kinds: ['fcm', 'web-push'],
  },
  {
    what: 'an event of 2,000 small fields and a text',
    notification: { ...event, content: { ...manyFields, body: long } },
    kinds: ['fcm', 'web-push'],
  },
  { what: 'a field with a long name', notification: { ...event, content: { [long]: '' } }, kinds: ['fcm', 'web-push'] },
  {
    what: 'a deeply nested event',
    notification: { ...event, content: { nested: NESTED_DEEP } },
    kinds: ['web-push'],
  },
  {
    what: 'a long sender and type',
    notification: { ...event, sender: long, type: long },
    kinds: ['fcm', 'web-push'],
  },
]

t.test('an event that is too long', async (t) => {
  const fixture = await openGatewayFixture('full')
  t.teardown(() => fixture.close())

  for (const kind of ['apns', 'fcm', 'web-push'] as const) {
    for (const { what, notification } of SHORTENED) {
      await t.test(`${kind}: ${what} is sent with shorter texts`, async (t) => {
        const device = await fixture.device(kind)
        t.match(await fixture.notify(notification, [device.entry()]), { status: 200, body: { rejected: [] } })
        const [received] = device.received()
        const text = JSON.stringify(received?.payload)
        t.ok(bytesOf(text) <= LIMITS[kind], `${bytesOf(text)} bytes`)
        t.match(text, '…', 'cut texts have an ellipsis')
        t.notMatch(text, '\ufffd', 'no character was cut in two')
        t.ok(text.includes(event.event_id) && text.includes(event.room_id), 'the IDs are complete')
      })
    }
  }

  for (const { what, notification, kinds = [] } of WITHOUT_CONTENT) {
    for (const kind of kinds) {
      await t.test(`${kind}: only the IDs of ${what} are sent`, async (t) => {
        const device = await fixture.device(kind)
        t.match(await fixture.notify(notification, [device.entry()]), { status: 200, body: { rejected: [] } })
        const payload = device.received()[0]?.payload as { data?: object } | undefined
        const { event_id, room_id } = event
        t.strictSame(payload?.data ?? payload, { event_id, room_id, prio: 'high' })
      })
    }
  }

  await t.test('apns: content that is not shown takes no space', async (t) => {
    const device = await fixture.device('apns')
    for (const content of [manyFields, { nested: NESTED_DEEP }]) {
      const notification = { ...event, event_id: crypto.randomUUID(), content }
      t.match(await fixture.notify(notification, [device.entry()]), { status: 200, body: { rejected: [] } })
    }
    t.equal(device.received().length, 2)
  })

  for (const kind of ['apns', 'fcm', 'web-push'] as const) {
    await t.test(
      `${kind}: the default payload is never cut, and a device is rejected if it is too large`,
      async (t) => {
        const device = await fixture.device(kind)
        const fits = { note: 'x'.repeat(2500) }
        const entry = (default_payload: object) => device.entry({ data: { default_payload } })
        const notification = { ...event, content: { body: long } }
        t.match(await fixture.notify(notification, [entry(fits)]), { status: 200, body: { rejected: [] } })
        t.match(JSON.stringify(device.received()[0]?.payload), fits.note)
        const tooLarge = await fixture.notify({ ...notification, event_id: '$2' }, [entry({ note: 'x'.repeat(5000) })])
        t.strictSame(tooLarge.body, { rejected: [device.pushkey] })
        t.strictSame((await fixture.notify({ ...notification, event_id: '$3' }, [entry({})])).body, { rejected: [] })
      },
    )
  }
})

const CUTS = [
  { text: '', maxBytes: 3, cut: '' },
  { text: 'abc', maxBytes: 3, cut: 'abc' },
  { text: 'abcd', maxBytes: 3, cut: '…' },
  { text: 'abcdef', maxBytes: 5, cut: 'ab…' },
  { text: 'äöüäöü', maxBytes: 8, cut: 'äö…' },
  { text: '€€€€', maxBytes: 8, cut: '€…' },
  { text: '😀😀😀', maxBytes: 9, cut: '😀…' },
  { text: 'a😀b😀', maxBytes: 8, cut: 'a😀…' },
]

for (const { text, maxBytes, cut } of CUTS) {
  t.test(`"${text}" is cut to ${maxBytes} bytes as "${cut}"`, async (t) => {
    t.equal(cutToBytes(text, maxBytes), cut)
    t.ok(bytesOf(cut) <= maxBytes)
  })
}

t.test('the longest texts that fit are used', async (t) => {
  const text = 'x'.repeat(2000)
  const payload = (textBytes: number) => [cutToBytes(text, textBytes), cutToBytes(text, textBytes)]
  for (const [maxBytes, length] of [
    [5000, 2000],
    [4007, 2000],
    [4006, 1022],
    [600, 254],
    [14, 1],
  ] as const) {
    const [first] = JSON.parse(fit(maxBytes, [payload]) ?? '[]') as string[]
    t.equal(first, length === 2000 ? text : length === 1 ? '…' : `${'x'.repeat(length - 1)}…`, `of ${maxBytes} bytes`)
  }
  t.equal(fit(10, [payload]), undefined)
  t.equal(fit(10, [payload, () => 1]), '1')
})

t.test('the part that depends on the notification alone is built once for all devices', async (t) => {
  let made = 0
  const part = sharedPart<{ text: string }>(20, ({ room_name = '' }, cut) => {
    made += 1
    return { text: cut(room_name) }
  })
  const notification = { room_name: 'Kitchen', prio: 'high', counts: {} } as const
  for (const _ of ['a device', 'another one']) t.same(part(notification, 1024), { text: 'Kitchen' })
  t.equal(made, 1)
  t.same(part(notification, 4), { text: 'K…' }, 'with shorter texts it is built again')
  t.same(part({ ...notification, room_name: 'Hall' }, 1024), { text: 'Hall' }, 'and for another notification as well')
  const long = { ...notification, room_name: 'Kitchen and hall' }
  made = 0
  for (const _ of ['a device', 'another one']) t.equal(part(long, 1024), undefined, 'it is too large for any device')
  t.equal(made, 1)
})

const MESSAGES = { apns: apnsMessage, fcm: fcmMessage, 'web-push': webPushPayload }

for (const [kind, message] of Object.entries(MESSAGES)) {
  t.test(`${kind}: a large event is read once, regardless of the number of devices`, async (t) => {
    let reads = 0
    const content = {
      get body() {
        reads += 1
        return long
      },
    }
    const notification = { ...event, prio: 'high', counts: {}, content } as const
    const pushTo = (pushkey: string): Push => {
      const device = { app_id: 'app', pushkey, data: {}, tweaks: { sound: pushkey } }
      return { notification, device, content: 'full', defaultPayload: { to: pushkey } }
    }
    t.match(JSON.stringify(message(pushTo('one'))), /one.*…|….*one/)
    const readsForOne = reads
    t.match(JSON.stringify(message(pushTo('another'))), /another.*…|….*another/, 'each has its own payload')
    t.equal(reads, readsForOne)
  })
}

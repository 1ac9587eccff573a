import { deepStrictEqual, match, strictEqual } from 'node:assert/strict'
import { DEVICE_KINDS, type DeviceKind, openGatewayFixture } from './gateway-fixture.ts'

// Tests on Deno: each client reaches its service, and distinguishes an unregistered device from a failing service.

const event = { event_id: '$event', room_id: '!room', counts: { unread: 1 } }

const IDS = { event_id: '$event', room_id: '!room', prio: 'high' }

const EXPECTED: Record<DeviceKind, unknown> = {
  apns: { ...IDS, unread_count: 1, aps: { 'content-available': 1 } },
  sandbox: { ...IDS, unread_count: 1, aps: { 'content-available': 1 } },
  fcm: { data: { ...IDS, unread: '1' }, android: { priority: 'high' } },
  'web-push': { ...IDS, unread: 1 },
}

for (const kind of DEVICE_KINDS) {
  Deno.test({
    name: `the gateway reaches devices of ${kind}, rejects an unregistered one, and requests a retry if it fails`,
    fn: async () => {
      const fixture = await openGatewayFixture()
      try {
        const [good, unregistered, down] = [
          await fixture.device(kind),
          await fixture.device(kind),
          await fixture.device(kind),
        ]
        fixture.provider.removeDevice(unregistered.id)
        fixture.provider.failDevice(down.id, { status: 503, times: 1, retry_after: 5 })
        const entries = [good.entry(), unregistered.entry(), down.entry()]
        const first = await fixture.notify(event, entries)
        strictEqual(first.status, 502)
        strictEqual(first.headers.get('retry-after'), '5')
        const second = await fixture.notify(event, entries)
        deepStrictEqual([second.status, second.body], [200, { rejected: [unregistered.pushkey] }])
        for (const device of [good, down]) {
          deepStrictEqual(
            device.received().map(({ payload }) => payload),
            [EXPECTED[kind]],
          )
        }
      } finally {
        await fixture.close()
      }
    },
  })
}

Deno.test({
  name: 'the gateway logs that a service cannot be reached, without the address of the device',
  fn: async () => {
    const fixture = await openGatewayFixture()
    try {
      const devices = await Promise.all(DEVICE_KINDS.map((kind) => fixture.device(kind)))
      await fixture.provider.close()
      for (const device of devices) strictEqual((await fixture.notify(event, [device.entry()])).status, 502)
      const lines = fixture.log.filter(({ event: name }) => name === 'push-failed').map(({ text }) => text)
      strictEqual(lines.length, DEVICE_KINDS.length)
      for (const line of lines)
        match(line, /: it (cannot be reached( \(\w+\))?|closed the connection without a response)$/)
    } finally {
      await fixture.close()
    }
  },
})

import t from 'tap'
import type { DeviceFailure } from '../../../reference/index.ts'
import { type DeviceKind, openGatewayFixture } from './gateway-fixture.ts'

const event = { event_id: '$1', room_id: '!a:b' }

interface FailureCase {
  what: string
  kind: DeviceKind
  failure: DeviceFailure
  /** True if the pushkey is rejected; otherwise the homeserver tries again, after `retryAfter` seconds */
  rejected?: true
  retryAfter?: string
}

const FAILURES: FailureCase[] = [
  { what: 'an invalid token', kind: 'apns', failure: { status: 400 }, rejected: true },
  { what: 'a refused provider token', kind: 'apns', failure: { status: 403 } },
  { what: 'an unknown path', kind: 'apns', failure: { status: 404 } },
  { what: 'an unregistered token', kind: 'apns', failure: { status: 410 }, rejected: true },
  { what: 'too large a payload', kind: 'apns', failure: { status: 413 } },
  { what: 'too many pushes', kind: 'apns', failure: { status: 429, retry_after: 7 }, retryAfter: '7' },
  { what: 'an internal error', kind: 'apns', failure: { status: 500 } },
  { what: 'an overload', kind: 'apns', failure: { status: 503, retry_after: 60 }, retryAfter: '60' },
  { what: 'an invalid argument', kind: 'fcm', failure: { status: 400 } },
  { what: 'the token of another sender', kind: 'fcm', failure: { status: 403 } },
  { what: 'an unregistered token', kind: 'fcm', failure: { status: 404 }, rejected: true },
  { what: 'too many pushes', kind: 'fcm', failure: { status: 429, retry_after: 7 }, retryAfter: '7' },
  { what: 'an internal error', kind: 'fcm', failure: { status: 500 } },
  { what: 'an overload', kind: 'fcm', failure: { status: 503, retry_after: 60 }, retryAfter: '60' },
  { what: 'an invalid request', kind: 'web-push', failure: { status: 400 } },
  { what: 'refused VAPID keys', kind: 'web-push', failure: { status: 403 } },
  { what: 'an unknown subscription', kind: 'web-push', failure: { status: 404 }, rejected: true },
  { what: 'an unsubscribed subscription', kind: 'web-push', failure: { status: 410 }, rejected: true },
  { what: 'too large a payload', kind: 'web-push', failure: { status: 413 } },
  { what: 'too many pushes', kind: 'web-push', failure: { status: 429, retry_after: 7 }, retryAfter: '7' },
  { what: 'an overload', kind: 'web-push', failure: { status: 503, retry_after: 60 }, retryAfter: '60' },
]

t.test('if a service responds with an error', async (t) => {
  const fixture = await openGatewayFixture()
  t.teardown(() => fixture.close())
  for (const { what, kind, failure, rejected, retryAfter } of FAILURES) {
    const effect = rejected ? 'the device is rejected' : 'the homeserver tries again'
    await t.test(`${kind}, ${failure.status}: for ${what} ${effect}`, async (t) => {
      const [device, other] = [await fixture.device(kind), await fixture.device(kind)]
      fixture.provider.failDevice(device.id, failure)
      const entries = [other.entry(), device.entry()]
      const { status, headers, body } = await fixture.notify(event, entries)
      if (rejected) {
        t.equal(status, 200)
        t.strictSame(body, { rejected: [device.pushkey] })
      } else {
        t.match({ status, body }, { status: 502, body: { errcode: 'M_UNKNOWN' } })
        t.equal(headers.get('retry-after') ?? undefined, retryAfter)
        fixture.provider.failDevice(device.id, undefined)
        t.match(await fixture.notify(event, entries), { status: 200, body: { rejected: [] } })
        t.equal(device.received().length, 1)
      }
      t.equal(other.received().length, 1, 'the other device received its push once')
    })
  }
})

t.test('if the app is uninstalled', async (t) => {
  const fixture = await openGatewayFixture()
  t.teardown(() => fixture.close())
  for (const kind of ['apns', 'sandbox', 'fcm', 'web-push'] as const) {
    const device = await fixture.device(kind)
    fixture.provider.removeDevice(device.id)
    t.match(await fixture.notify(event, [device.entry()]), { status: 200, body: { rejected: [device.pushkey] } }, kind)
  }
})

t.test('a device of one environment of APNs is unknown in the other', async (t) => {
  const fixture = await openGatewayFixture()
  t.teardown(() => fixture.close())
  const device = await fixture.device('sandbox')
  const entry = { ...device.entry(), app_id: 'apns' }
  t.strictSame((await fixture.notify(event, [entry])).body, { rejected: [device.pushkey] })
})

t.test('invalid pushkeys are rejected', async (t) => {
  const fixture = await openGatewayFixture()
  t.teardown(() => fixture.close())
  const pushkeys = { apns: ['', 'no base64!', 'A', '='.repeat(4), 'A'.repeat(400_000)], fcm: ['', 'nobody'] }
  for (const [kind, values] of Object.entries(pushkeys)) {
    for (const pushkey of values) {
      const { status, body } = await fixture.notify(event, [{ app_id: kind, pushkey }])
      t.equal(status, 200)
      t.strictSame(body, { rejected: [pushkey] })
    }
  }
})

t.test('the log contains no data of a device', async (t) => {
  const fixture = await openGatewayFixture('full')
  t.teardown(() => fixture.close())
  const device = await fixture.device('web-push')
  const elsewhere = { auth: 'a-secret', endpoint: 'https://hidden-host.invalid/hidden-path' }
  fixture.provider.failDevice(device.id, { status: 500 })
  await fixture.notify({ ...event, sender: '@bob:b', content: { body: 'hidden-words' } }, [
    device.entry(),
    device.entry({ data: elsewhere }),
    { app_id: 'apns', pushkey: 'aGlkZGVuLXRva2Vu' },
    { app_id: 'fcm', pushkey: 'hidden-token' },
    { app_id: 'none', pushkey: 'hidden-key' },
  ])
  const lines = fixture.log.map((entry) => JSON.stringify(entry)).join('\n')
  t.match(lines, 'Web Push')
  t.notMatch(lines, /hidden|a-secret|aGlkZGVu|[0-9a-f]{24}/)
  t.notMatch(lines, device.pushkey)
})

import { Agent } from 'node:https'
import { SignJWT } from 'jose'
import t from 'tap'
import webPush from 'web-push'
import type { DeviceDescription, DeviceFailure } from '../../../reference/provider/index.ts'
import { now, openProviderFixture, send } from './provider-fixture.ts'

const fixture = await openProviderFixture()
const { provider } = fixture
const httpsAgent = new Agent({ ca: fixture.ca })
t.teardown(async () => {
  httpsAgent.destroy()
  await fixture.close()
})

const vapidDetails = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
const createDevice = (vapid_key?: string) => {
  return provider.createDevice({ service: 'web-push', ...(vapid_key === undefined ? {} : { vapid_key }) })
}
const receivedBy = ({ device_id }: DeviceDescription) => provider.inboxOf(device_id).list()

/** Returns the subscription, as a push gateway knows it from `pushkey` and `data` of a pusher. */
function subscriptionOf({ pushkey, data }: DeviceDescription): webPush.PushSubscription {
  return { endpoint: String(data?.endpoint), keys: { p256dh: pushkey, auth: String(data?.auth) } }
}

/** Sends a valid push with changed header fields; `undefined` omits one. */
function push(device: DeviceDescription, changes: Record<string, string | undefined> = {}, body?: Buffer) {
  const details = webPush.generateRequestDetails(subscriptionOf(device), '{"a":1}', { vapidDetails, TTL: 60 })
  const fields = Object.entries({ ...details.headers, 'Content-Length': undefined, ...changes })
  const headers = Object.fromEntries(fields.filter(([, value]) => value !== undefined).map(([k, v]) => [k, String(v)]))
  return send(fixture, details.endpoint, { headers, body: body ?? details.body ?? '' })
}

/** Creates a valid header field `Authorization`, with changed claims. */
async function vapid(claims: object, { publicKey, privateKey } = vapidDetails): Promise<string> {
  const point = Buffer.from(publicKey, 'base64url')
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const jwt = new SignJWT({ aud: provider.servicesUrl, exp: now() + 600, sub: 'mailto:admin@example.org', ...claims })
  const token = await jwt.setProtectedHeader({ alg: 'ES256' }).sign({ kty: 'EC', crv: 'P-256', x, y, d: privateKey })
  return `vapid t=${token}, k=${publicKey}`
}

t.test('a push of the client library arrives, and the device reads it', async (t) => {
  const device = await createDevice()
  const payload = { room_id: '!room', event_id: '$event', content: { body: 'Grüße ✓' } }
  const options = { vapidDetails, TTL: 60, urgency: 'high', topic: 'room', agent: httpsAgent } as const
  const response = await webPush.sendNotification(subscriptionOf(device), JSON.stringify(payload), options)
  t.match(response, { statusCode: 201, headers: { location: /^https:/, ttl: '60' } })
  const [received, ...others] = receivedBy(device)
  t.same(others, [])
  t.match(received, { n: 1, service: 'web-push', priority: 'high' })
  t.same(received?.headers, { ttl: '60', urgency: 'high', topic: 'room', 'content-encoding': 'aes128gcm' })
  t.same(received?.payload, payload)
  t.notOk('unreadable' in (received ?? {}))
})

t.test('a push can be empty, or text', async (t) => {
  const device = await createDevice()
  const options = { vapidDetails, agent: httpsAgent }
  await webPush.sendNotification(subscriptionOf(device), undefined, options)
  await webPush.sendNotification(subscriptionOf(device), 'plain text', options)
  t.same(
    receivedBy(device).map(({ payload }) => payload),
    [null, 'plain text'],
  )
})

t.test('a push that the device cannot decrypt is accepted, and the inbox shows why', async (t) => {
  const [device, other] = [await createDevice(), await createDevice()]
  const { body } = webPush.generateRequestDetails(subscriptionOf(other), 'for another one', {})
  const unreadablePushes: [body: Buffer | undefined, unreadable: RegExp][] = [
    [body ?? undefined, /cannot be decrypted/],
    [Buffer.alloc(10), /too short/],
    [Buffer.alloc(200), /key ID has 0 bytes/],
  ]
  for (const [body, unreadable] of unreadablePushes) {
    t.equal((await push(device, {}, body)).status, 201)
    t.match(receivedBy(device).at(-1), { payload: null, unreadable })
  }
})

t.test('a push is refused', async (t) => {
  const device = await createDevice()
  const otherSender = { ...vapidDetails, ...webPush.generateVAPIDKeys() }
  const forged = (await vapid({})).replace(/k=.*/, `k=${otherSender.publicKey}`)
  const cases: [title: string, fields: Record<string, string | undefined>, status: number][] = [
    ['without a TTL', { TTL: undefined }, 400],
    ['with an invalid TTL', { TTL: 'long' }, 400],
    ['with an unknown urgency', { Urgency: 'extreme' }, 400],
    ['with a topic of other characters', { Topic: 'a topic' }, 400],
    ['with a long topic', { Topic: 'x'.repeat(33) }, 400],
    ['in another encoding', { 'Content-Encoding': 'aesgcm' }, 415],
    ['without VAPID', { Authorization: undefined }, 401],
    ['with another scheme', { Authorization: 'Bearer x' }, 401],
    ['with incomplete VAPID', { Authorization: 'vapid t=x' }, 403],
    ['with an invalid VAPID key', { Authorization: 'vapid t=x, k=AAAA' }, 403],
    ['signed by another key', { Authorization: forged }, 403],
    ['for another audience', { Authorization: await vapid({ aud: 'https://example.org' }) }, 403],
    ['that has expired', { Authorization: await vapid({ exp: now() - 600 }) }, 403],
    ['valid for more than a day', { Authorization: await vapid({ exp: now() + 90_000 }) }, 403],
    ['with a subject that is not a contact', { Authorization: await vapid({ sub: 'admin' }) }, 403],
  ]
  for (const [title, fields, status] of cases) t.equal((await push(device, fields)).status, status, title)
  t.equal((await push(device, {}, Buffer.alloc(4097))).status, 413)
  t.same(receivedBy(device), [])
  t.equal((await push(device, { Authorization: await vapid({}) })).status, 201, 'unchanged claims are accepted')
})

t.test('a subscription only accepts pushes of the key that it was created for', async (t) => {
  const device = await createDevice(vapidDetails.publicKey)
  t.equal((await push(device)).status, 201)
  const Authorization = await vapid({}, { ...vapidDetails, ...webPush.generateVAPIDKeys() })
  t.equal((await push(device, { Authorization })).status, 403)
  t.equal(receivedBy(device).length, 1)
})

t.test('failures can be requested', async (t) => {
  const device = await createDevice()
  const cases: [failure: DeviceFailure, retryAfter: string | undefined][] = [
    [{ status: 429 }, '1'],
    [{ status: 503, retry_after: 12 }, '12'],
    [{ status: 404 }, undefined],
    [{ status: 413 }, undefined],
    [{ status: 410 }, undefined],
  ]
  for (const [failure, retryAfter] of cases) {
    provider.failDevice(device.device_id, failure)
    const { status, headers } = await push(device)
    t.equal(status, failure.status)
    t.equal(headers['retry-after'], retryAfter)
  }
  t.same(receivedBy(device), [])
})

t.test('an ended subscription responds with 410, and an unknown one with 404', async (t) => {
  const device = await createDevice()
  provider.removeDevice(device.device_id)
  t.equal((await push(device)).status, 410)
  const data = { endpoint: `${provider.servicesUrl}/push/nobody`, auth: String(device.data?.auth) }
  t.equal((await push({ ...device, data })).status, 404)
  t.equal((await send(fixture, data.endpoint, { method: 'GET' })).status, 405)
})

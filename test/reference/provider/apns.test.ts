import { generateKeyPairSync } from 'node:crypto'
import apn from '@parse/node-apn'
import t from 'tap'
import type { DeviceDescription, DeviceWish } from '../../../reference/provider/index.ts'
import { type ApnsRequest, apns, apnsToken, hexOf, now, openProviderFixture } from './provider-fixture.ts'

const fixture = await openProviderFixture()
const { provider } = fixture
t.teardown(() => fixture.close())

const createDevice = (wish: Partial<DeviceWish> = {}) => provider.createDevice({ service: 'apns', ...wish })

/** Sends a valid request with changes. */
async function push(device: DeviceDescription, { headers = {}, ...rest }: Partial<ApnsRequest> = {}) {
  const authorization = `bearer ${await apnsToken(fixture)}`
  const url = device.environment === 'sandbox' ? provider.apnsSandboxUrl : provider.apnsUrl
  const path = `/3/device/${hexOf(device.pushkey)}`
  return apns(fixture, url, { path, ...rest, headers: { authorization, 'apns-topic': device.app, ...headers } })
}

t.test('a push of the client library arrives', async (t) => {
  const device = await createDevice({ app: 'org.example.chat' })
  const { key, keyId, teamId } = provider.credentials.apns
  // The client supports an address, but its types do not have it
  const { hostname, port } = new URL(provider.apnsUrl)
  const address = { address: hostname, port: Number(port) }
  const client = new apn.Provider({
    token: { key: Buffer.from(key), keyId, teamId },
    ...address,
    ca: [fixture.ca],
    production: true,
  })
  t.teardown(() => client.shutdown())
  const notification = new apn.Notification()
  notification.topic = 'org.example.chat'
  notification.pushType = 'alert'
  notification.priority = 5
  notification.expiry = 0
  notification.collapseId = '!room'
  notification.alert = 'Bob: hello'
  notification.payload = { room_id: '!room', event_id: '$event' }
  const { sent, failed } = await client.send(notification, [hexOf(device.pushkey), 'ab'.repeat(32)])
  t.equal(sent.length, 1)
  t.match(failed, [{ status: 400, response: { reason: 'BadDeviceToken' } }])
  const [received, ...others] = provider.inboxOf(device.device_id).list()
  t.same(others, [])
  t.match(received, {
    n: 1,
    service: 'apns',
    priority: '5',
    headers: { 'apns-topic': 'org.example.chat', 'apns-push-type': 'alert', 'apns-collapse-id': '!room' },
  })
  t.same(received?.payload, { aps: { alert: 'Bob: hello' }, room_id: '!room', event_id: '$event' })
})

t.test('the response has the ID of the push, or a generated one', async (t) => {
  const device = await createDevice()
  const id = '5b4ee0ea-7b1c-4f32-9d0e-1a2b3c4d5e6f'
  t.equal((await push(device, { headers: { 'apns-id': id } })).headers['apns-id'], id)
  t.match((await push(device)).headers['apns-id'], /^[0-9A-F-]{36}$/)
})

t.test("production and sandbox do not know each other's tokens", async (t) => {
  const [production, sandbox] = [await createDevice(), await createDevice({ environment: 'sandbox' })]
  t.equal((await push(production)).status, 200)
  t.equal((await push(sandbox)).status, 200)
  for (const device of [production, sandbox]) {
    const environment = device.environment === 'sandbox' ? 'production' : 'sandbox'
    t.match(await push({ ...device, environment }), { status: 400, body: { reason: 'BadDeviceToken' } })
    t.equal(provider.inboxOf(device.device_id).list().length, 1)
  }
})

t.test('a provider token is refused', async (t) => {
  const device = await createDevice()
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const cases: [title: string, authorization: string, reason: string][] = [
    ['that is missing', '', 'MissingProviderToken'],
    ['that is not a JWT', 'bearer nonsense', 'InvalidProviderToken'],
    ['of another scheme', `basic ${await apnsToken(fixture)}`, 'MissingProviderToken'],
    ['of another team', `bearer ${await apnsToken(fixture, { iss: 'ANOTHERONE' })}`, 'InvalidProviderToken'],
    ['of another key ID', `bearer ${await apnsToken(fixture, {}, { kid: 'ANOTHERONE' })}`, 'InvalidProviderToken'],
    ['of another key', `bearer ${await apnsToken(fixture, {}, { key: String(other) })}`, 'InvalidProviderToken'],
    ['of the future', `bearer ${await apnsToken(fixture, { iat: now() + 600 })}`, 'InvalidProviderToken'],
    ['without a time', `bearer ${await apnsToken(fixture, { iat: undefined as never })}`, 'InvalidProviderToken'],
    ['older than an hour', `bearer ${await apnsToken(fixture, { iat: now() - 3601 })}`, 'ExpiredProviderToken'],
  ]
  for (const [title, authorization, reason] of cases) {
    t.match(await push(device, { headers: { authorization } }), { status: 403, body: { reason } }, title)
  }
  t.same(provider.inboxOf(device.device_id).list(), [])
  const headers = { authorization: `bearer ${await apnsToken(fixture, { iat: now() - 3500 })}` }
  t.equal((await push(device, { headers })).status, 200, 'one that is almost an hour old is accepted')
})

t.test('a request is refused', async (t) => {
  const device = await createDevice()
  const cases: [title: string, request: Partial<ApnsRequest>, status: number, reason: string][] = [
    ['at another path', { path: '/4/device/00' }, 404, 'BadPath'],
    ['with another method', { method: 'GET' }, 405, 'MethodNotAllowed'],
    ['without a token', { path: '/3/device/' }, 400, 'MissingDeviceToken'],
    ['with an unknown token', { path: '/3/device/abc' }, 400, 'BadDeviceToken'],
    ['for another app', { headers: { 'apns-topic': 'org.other' } }, 400, 'DeviceTokenNotForTopic'],
    ['with an invalid topic', { headers: { 'apns-topic': 'what is this' } }, 400, 'BadTopic'],
    ['with an invalid priority', { headers: { 'apns-priority': '7' } }, 400, 'BadPriority'],
    ['with an unknown push type', { headers: { 'apns-push-type': 'toString' } }, 400, 'InvalidPushType'],
    ['of a type for another topic', { headers: { 'apns-push-type': 'voip' } }, 400, 'DeviceTokenNotForTopic'],
    [
      'in the background with the highest priority',
      { headers: { 'apns-push-type': 'background', 'apns-priority': '10' } },
      400,
      'BadPriority',
    ],
    ['with an invalid expiration', { headers: { 'apns-expiration': 'soon' } }, 400, 'BadExpirationDate'],
    ['with a long collapse ID', { headers: { 'apns-collapse-id': 'x'.repeat(65) } }, 400, 'BadCollapseId'],
    ['with an ID that is not a UUID', { headers: { 'apns-id': 'x' } }, 400, 'BadMessageId'],
    ['without a payload', { body: '' }, 400, 'PayloadEmpty'],
    ['with a payload that is not an object', { body: '[]' }, 400, 'PayloadEmpty'],
    ['with 4097 bytes', { body: `{"a":"${'x'.repeat(4089)}"}` }, 413, 'PayloadTooLarge'],
    ['with far more', { body: 'x'.repeat(3_000_000) }, 413, 'PayloadTooLarge'],
  ]
  for (const [title, request, status, reason] of cases) {
    t.match(await push(device, request), { status, body: { reason } }, title)
  }
  const path = `/3/device/${hexOf(device.pushkey)}`
  const headers = { authorization: `bearer ${await apnsToken(fixture)}` }
  const untitled = await apns(fixture, provider.apnsUrl, { path, headers })
  t.match(untitled, { status: 400, body: { reason: 'MissingTopic' } })
  t.same(provider.inboxOf(device.device_id).list(), [])
  t.equal((await push(device, { body: `{"a":"${'x'.repeat(4088)}"}` })).status, 200, '4096 bytes are accepted')
})

t.test('a VoIP push can be longer, and has its own topic', async (t) => {
  const device = await createDevice()
  const headers = { 'apns-push-type': 'voip', 'apns-topic': `${device.app}.voip` }
  t.equal((await push(device, { headers, body: `{"a":"${'x'.repeat(5000)}"}` })).status, 200)
})

t.test('failures can be requested', async (t) => {
  const device = await createDevice()
  provider.failDevice(device.device_id, { status: 429, retry_after: 7, times: 1 })
  t.match(await push(device), { status: 429, headers: { 'retry-after': '7' }, body: { reason: 'TooManyRequests' } })
  t.equal((await push(device)).status, 200)
  provider.failDevice(device.device_id, { status: 503 })
  t.match(await push(device), { status: 503, body: { reason: 'ServiceUnavailable' } })
  provider.failDevice(device.device_id, undefined)
  t.equal((await push(device)).status, 200)
  const before = Date.now()
  provider.failDevice(device.device_id, { status: 410 })
  const { status, body } = await push(device)
  t.match({ status, body }, { status: 410, body: { reason: 'Unregistered' } })
  t.ok((body as { timestamp: number }).timestamp >= before)
  provider.failDevice(device.device_id, undefined)
  t.equal((await push(device)).status, 410, 'a device that is unregistered stays so')
})

t.test('the token of a removed app is unregistered', async (t) => {
  const device = await createDevice()
  provider.removeDevice(device.device_id)
  t.match(await push(device), { status: 410, body: { reason: 'Unregistered' } })
})

t.test('the log contains no token and no payload', async (t) => {
  const device = await createDevice()
  const authorization = `bearer ${await apnsToken(fixture)}`
  await push(device, { headers: { authorization }, body: '{"aps":{"alert":"a secret"}}' })
  const lines = JSON.stringify(fixture.log)
  t.match(lines, device.device_id)
  for (const secret of [hexOf(device.pushkey), device.pushkey, authorization, 'a secret'])
    t.notOk(lines.includes(secret))
})

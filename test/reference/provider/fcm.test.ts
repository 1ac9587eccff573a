import { generateKeyPairSync } from 'node:crypto'
import { gaxios, JWT } from 'google-auth-library'
import t from 'tap'
import { fetch } from 'undici'
import {
  accessToken,
  assertion,
  fcm,
  GRANT_TYPE,
  now,
  openProviderFixture,
  requestToken,
  send,
} from './provider-fixture.ts'

const fixture = await openProviderFixture()
const { provider } = fixture
t.teardown(() => fixture.close())

const token = await accessToken(fixture)
const createDevice = () => provider.createDevice({ service: 'fcm' })
const receivedBy = (deviceId: string) => provider.inboxOf(deviceId).list()

t.test('a message arrives', async (t) => {
  const device = await createDevice()
  const data = { event_id: '$event', room_id: '!room', unread: '2' }
  const message = { token: device.pushkey, data, android: { priority: 'high', ttl: '3.5s' } }
  const { status, body } = await fcm(fixture, token, { message })
  t.equal(status, 200)
  t.match((body as { name: string }).name, new RegExp(`^projects/${provider.credentials.fcm.project_id}/messages/.+`))
  const [received, ...others] = receivedBy(device.device_id)
  t.same(others, [])
  t.match(received, { n: 1, service: 'fcm', priority: 'high' })
  t.same(received?.payload, { data, android: { priority: 'high', ttl: '3.5s' } })
})

t.test('the client library of Google obtains an access token', async (t) => {
  const { client_email: email, private_key: key, private_key_id: keyId, token_uri } = provider.credentials.fcm
  // The library always uses Google's endpoint, so its requests are redirected
  const fetchImplementation = (_url: unknown, init: object) => fetch(token_uri, { ...init, dispatcher: fixture.agent })
  const transporter = new gaxios.Gaxios({ fetchImplementation: fetchImplementation as never })
  const scopes = ['https://www.googleapis.com/auth/firebase.messaging']
  const client = new JWT({ email, key, keyId, scopes, transporter })
  const { token: given } = await client.getAccessToken()
  const device = await createDevice()
  t.equal((await fcm(fixture, String(given), { message: { token: device.pushkey } })).status, 200)
  t.equal(receivedBy(device.device_id).length, 1)
})

t.test('a request for an access token is refused', async (t) => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const cases: [title: string, assertion: string, error: string][] = [
    ['without an assertion', '', 'invalid_grant'],
    ['of another account', await assertion(fixture, { iss: 'someone@example.org' }), 'invalid_grant'],
    ['for another audience', await assertion(fixture, { aud: 'https://example.org/token' }), 'invalid_grant'],
    ['with another key', await assertion(fixture, {}, { key: String(other) }), 'invalid_grant'],
    ['with the ID of another key', await assertion(fixture, {}, { kid: 'another' }), 'invalid_grant'],
    ['that has expired', await assertion(fixture, { iat: now() - 7200, exp: now() - 3600 }), 'invalid_grant'],
    ['valid for more than an hour', await assertion(fixture, { exp: now() + 7200 }), 'invalid_grant'],
    [
      'for another scope',
      await assertion(fixture, { scope: 'https://www.googleapis.com/auth/drive' }),
      'invalid_scope',
    ],
  ]
  for (const [title, assertion, error] of cases) {
    t.match(await requestToken(fixture, { grant_type: GRANT_TYPE, assertion }), { status: 400, body: { error } }, title)
  }
  const grant = { grant_type: 'password', assertion: await assertion(fixture) }
  t.match(await requestToken(fixture, grant), { status: 400, body: { error: 'unsupported_grant_type' } })
  const long = await requestToken(fixture, { grant_type: GRANT_TYPE, assertion: 'x'.repeat(17_000) })
  t.match(long, { status: 400, body: { error: 'invalid_request' } })
})

t.test('a message is refused', async (t) => {
  const { pushkey, device_id } = await createDevice()
  const cases: [title: string, body: unknown][] = [
    ['that is not JSON', 'nonsense'],
    ['that is missing', {}],
    ['without a token', { message: {} }],
    ['for an unknown token', { message: { token: 'abc' } }],
    ['for a topic', { message: { topic: 'news' } }],
    ['with an unknown field', { message: { token: pushkey, colour: 'red' } }],
    ['with data that are not strings', { message: { token: pushkey, data: { unread: 2 } } }],
    ['with a reserved name in its data', { message: { token: pushkey, data: { from: 'me' } } }],
    ['with an unknown priority', { message: { token: pushkey, android: { priority: 'urgent' } } }],
    ['with an invalid lifetime', { message: { token: pushkey, android: { ttl: 5 } } }],
    ['with more than 4096 bytes', { message: { token: pushkey, data: { body: 'x'.repeat(4096) } } }],
    ['with far too many bytes', 'x'.repeat(70_000)],
  ]
  const error = { code: 400, status: 'INVALID_ARGUMENT', details: [{ errorCode: 'INVALID_ARGUMENT' }] }
  for (const [title, body] of cases) t.match(await fcm(fixture, token, body), { status: 400, body: { error } }, title)
  t.same(receivedBy(device_id), [])
})

t.test('a sender must be known, and can only send for its own project', async (t) => {
  const { pushkey, device_id } = await createDevice()
  const body = { message: { token: pushkey } }
  for (const bad of [undefined, 'ya29.nonsense']) {
    t.match(await fcm(fixture, bad, body), { status: 401, body: { error: { status: 'UNAUTHENTICATED' } } })
  }
  const elsewhere = await fcm(fixture, token, body, 'another-project')
  t.match(elsewhere, { status: 403, body: { error: { status: 'PERMISSION_DENIED' } } })
  t.same(receivedBy(device_id), [])
})

t.test('a message that is only to be checked does not arrive', async (t) => {
  const { pushkey, device_id } = await createDevice()
  t.equal((await fcm(fixture, token, { validate_only: true, message: { token: pushkey } })).status, 200)
  t.same(receivedBy(device_id), [])
})

t.test('failures can be requested, and are errors of FCM', async (t) => {
  const { pushkey, device_id } = await createDevice()
  const cases = [
    [{ status: 404 }, { status: 404, code: 'NOT_FOUND', errorCode: 'UNREGISTERED' }],
    [{ status: 400 }, { status: 400, code: 'INVALID_ARGUMENT', errorCode: 'INVALID_ARGUMENT' }],
    [{ status: 403 }, { status: 403, code: 'PERMISSION_DENIED', errorCode: 'SENDER_ID_MISMATCH' }],
    [{ status: 429 }, { status: 429, code: 'RESOURCE_EXHAUSTED', errorCode: 'QUOTA_EXCEEDED', retryAfter: '1' }],
    [
      { status: 503, retry_after: 30 },
      { status: 503, code: 'UNAVAILABLE', errorCode: 'UNAVAILABLE', retryAfter: '30' },
    ],
    [{ status: 500 }, { status: 500, code: 'INTERNAL', errorCode: 'INTERNAL' }],
    [{ status: 410 }, { status: 404, code: 'NOT_FOUND', errorCode: 'UNREGISTERED' }],
  ] as const
  for (const [failure, expected] of cases) {
    provider.failDevice(device_id, failure)
    const { status, headers, body } = await fcm(fixture, token, { message: { token: pushkey } })
    const { error } = body as { error: { code: number; status: string; details: { errorCode: string }[] } }
    t.equal(status, expected.status)
    t.match(error, { code: expected.status, status: expected.code, details: [{ errorCode: expected.errorCode }] })
    t.equal(headers['retry-after'], 'retryAfter' in expected ? expected.retryAfter : undefined)
  }
  t.same(receivedBy(device_id), [])
})

t.test('other paths and methods are refused', async (t) => {
  const project = `${provider.servicesUrl}/v1/projects/${provider.credentials.fcm.project_id}`
  t.equal((await send(fixture, `${project}/messages:cancel`, {})).status, 404)
  t.equal((await send(fixture, `${project}/messages:send`, { method: 'GET' })).status, 405)
  t.equal((await send(fixture, provider.credentials.fcm.token_uri, { method: 'GET' })).status, 405)
})

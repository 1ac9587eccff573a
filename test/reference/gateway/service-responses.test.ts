import { exportPKCS8, generateKeyPair } from 'jose'
import t, { type Test } from 'tap'
import {
  createApnsProvider,
  createFcmProvider,
  createPushGateway,
  type PushProvider,
} from '../../../reference/index.ts'
import { type FakeServer, fakeServer, noTimeout, pushTo } from './fake-server.ts'

const pem = async (algorithm: string) => {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return await exportPKCS8(privateKey)
}
const [es256, rs256] = await Promise.all([pem('ES256'), pem('RS256')])

/** Starts an APNs server that always sends this response. */
async function apnsWith(
  t: Test,
  status: number,
  body: unknown,
): Promise<{ provider: PushProvider; server: FakeServer }> {
  const server = await fakeServer('http/2', () => responseOf(status, body))
  const { url, ca } = server
  const keys = { key: es256, keyId: 'ABC', teamId: 'DEF' }
  const provider = createApnsProvider({ ...keys, topic: 'org.example.app', environment: 'production', server: url, ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  return { provider, server }
}

/** Starts an FCM server that always sends this response. */
async function fcmWith(t: Test, status: number, body: unknown): Promise<PushProvider> {
  const server = await fakeServer('http/1.1', ({ path }) =>
    path === '/token' ? Response.json({ access_token: 'token', expires_in: 3600 }) : responseOf(status, body),
  )
  const account = {
    project_id: 'p',
    client_email: 'a@example.org',
    private_key: rs256,
    token_uri: `${server.url}/token`,
  }
  const provider = createFcmProvider({ serviceAccount: account, server: server.url, ca: server.ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  return provider
}

function responseOf(status: number, body: unknown): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
}

const ENDED = 1_700_000_000_000
const gone = { reason: 'Unregistered', timestamp: ENDED }

const APNS_RESPONSES: { what: string; status: number; body: unknown; outcome: object; isNow?: true }[] = [
  { what: 'unregistered since a time', status: 410, body: gone, outcome: { result: 'rejected', since: ENDED } },
  { what: 'unregistered since an unknown time', status: 410, body: '', outcome: { result: 'rejected' }, isNow: true },
  {
    what: 'unregistered since a time in the future',
    status: 410,
    body: { ...gone, timestamp: 1e15 },
    outcome: { result: 'rejected' },
    isNow: true,
  },
  {
    what: 'unregistered since a text',
    status: 410,
    body: { ...gone, timestamp: 'x' },
    outcome: { result: 'rejected' },
    isNow: true,
  },
  {
    what: 'a token of another app',
    status: 400,
    body: { reason: 'DeviceTokenNotForTopic' },
    outcome: { result: 'rejected' },
    isNow: true,
  },
  {
    what: 'a wrong topic',
    status: 400,
    body: { reason: 'BadTopic' },
    outcome: { result: 'failed', reason: 'it responded with 400 BadTopic' },
  },
  {
    what: 'a reason that is not a word',
    status: 400,
    body: { reason: 'a b\n' },
    outcome: { result: 'failed', reason: 'it responded with 400' },
  },
  { what: 'null', status: 500, body: null, outcome: { result: 'failed', reason: 'it responded with 500' } },
  {
    what: 'a body that is not JSON',
    status: 400,
    body: 'BadDeviceToken',
    outcome: { result: 'failed', reason: 'it responded with 400' },
  },
]

for (const { what, status, body, outcome, isNow } of APNS_RESPONSES) {
  t.test(`APNs responds with ${status}: ${what}`, async (t) => {
    const { provider } = await apnsWith(t, status, body)
    const before = Date.now()
    const found = await provider.send(pushTo('AAAA'), noTimeout())
    t.match(found, outcome)
    if (isNow) t.ok('since' in found && Number(found.since) >= before && Number(found.since) <= Date.now())
    if (found.result === 'failed') t.notOk('since' in found)
  })
}

t.test('APNs is called again only for a token that was registered after it had ended', async (t) => {
  const { provider, server } = await apnsWith(t, 410, gone)
  const gateway = createPushGateway({ apps: [{ app_id: 'app', provider }] })
  let events = 0
  const notify = async (pushkey_ts?: number) => {
    events += 1
    const devices = [{ app_id: 'app', pushkey: 'AAAA', ...(pushkey_ts === undefined ? {} : { pushkey_ts }) }]
    const body = JSON.stringify({ notification: { event_id: `$${events}`, room_id: '!a:b', devices } })
    const url = 'http://gateway.example/_matrix/push/v1/notify'
    return await (await gateway.fetch(new Request(url, { method: 'POST', body }))).json()
  }
  const steps = [
    { at: ENDED / 1000 - 60, called: 1, why: 'nothing is known yet' },
    { at: ENDED / 1000 - 60, called: 1, why: 'it was registered before it ended' },
    { at: undefined, called: 1, why: 'it may have been registered before it ended' },
    { at: ENDED / 1000 + 60, called: 2, why: 'it was registered since' },
    { at: ENDED / 1000 + 60, called: 3, why: 'it was registered since, and still is' },
    { at: ENDED / 1000, called: 3, why: 'it ended at the time of its registration' },
  ]
  for (const { at, called, why } of steps) {
    t.strictSame(await notify(at), { rejected: ['AAAA'] }, why)
    t.equal(server.requests.length, called, why)
  }
})

const fcmError = (status: string, errorCode?: string, message = 'It did not work') => ({
  error: { status, message, ...(errorCode && { details: [{ '@type': 'x' }, { errorCode }] }) },
})
const badToken = 'The registration token is not a valid FCM registration token'

const FCM_RESPONSES: { what: string; status: number; body: unknown; outcome: object }[] = [
  {
    what: 'an unregistered device',
    status: 404,
    body: fcmError('NOT_FOUND', 'UNREGISTERED'),
    outcome: { result: 'rejected', reason: 'it responded with 404 UNREGISTERED' },
  },
  {
    what: 'an unknown project',
    status: 404,
    body: fcmError('NOT_FOUND'),
    outcome: { result: 'failed', reason: 'it responded with 404 NOT_FOUND' },
  },
  {
    what: 'an unknown path',
    status: 404,
    body: '<html>',
    outcome: { result: 'failed', reason: 'it responded with 404' },
  },
  {
    what: 'an invalid token',
    status: 400,
    body: fcmError('INVALID_ARGUMENT', 'INVALID_ARGUMENT', badToken),
    outcome: { result: 'rejected' },
  },
  {
    what: 'another argument',
    status: 400,
    body: fcmError('INVALID_ARGUMENT', 'INVALID_ARGUMENT'),
    outcome: { result: 'failed', reason: 'it responded with 400 INVALID_ARGUMENT' },
  },
  {
    what: 'an argument error that mentions tokens',
    status: 400,
    body: fcmError('INVALID_ARGUMENT', undefined, 'Field "registration token" is wrong'),
    outcome: { result: 'failed' },
  },
  {
    what: 'the device of another sender',
    status: 403,
    body: fcmError('PERMISSION_DENIED', 'SENDER_ID_MISMATCH'),
    outcome: { result: 'failed', reason: 'it responded with 403 SENDER_ID_MISMATCH' },
  },
  { what: 'null', status: 500, body: null, outcome: { result: 'failed', reason: 'it responded with 500' } },
  {
    what: 'details of other types',
    status: 400,
    body: { error: { details: [null, 1, { errorCode: 2 }], status: 3 } },
    outcome: { result: 'failed', reason: 'it responded with 400' },
  },
]

for (const { what, status, body, outcome } of FCM_RESPONSES) {
  t.test(`FCM responds with ${status}: ${what}`, async (t) => {
    const provider = await fcmWith(t, status, body)
    t.match(await provider.send(pushTo('token'), noTimeout()), outcome)
  })
}

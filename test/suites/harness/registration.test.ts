import { createHmac } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Inconclusive, TargetError } from '../../../suites/harness/case/errors.ts'
import { type Credentials, register } from '../../../suites/harness/target/registration.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { createClient } from './support.ts'

const ACCOUNT = { user_id: '@alice:x', access_token: 'token-of-alice', device_id: 'DEVICE' }

/** Registers at a peer that sends these responses one by one, and repeats the last one. */
async function registerAt(t: Test, responses: readonly [number, unknown][], credentials: Credentials = {}) {
  const peer = await startPeer(t, (_, response) => {
    const [status, body] = responses[Math.min(peer.asked.length, responses.length) - 1] ?? [500, {}]
    sendJson(response, status, body)
  })
  const { client, timeline } = createClient(t, peer.url)
  const outcome = await register(client, 'alice', credentials).catch((error: unknown) => error)
  return { outcome, asked: peer.asked, timeline }
}

function challenge(stages: unknown[], more = {}): [number, unknown] {
  return [401, { session: 'session-1', flows: [{ stages }], params: {}, ...more }]
}

t.test('a server that requires nothing gets a name and a password', async (t) => {
  const { outcome, asked } = await registerAt(t, [[200, ACCOUNT]])
  t.match(outcome, { userId: '@alice:x', accessToken: 'token-of-alice', deviceId: 'DEVICE', password: /^Pw-/ })
  t.match(asked, [{ method: 'POST', url: '/_matrix/client/v3/register?kind=user', body: { username: 'alice' } }])
})

t.test('m.login.dummy is completed with the session', async (t) => {
  const { outcome, asked } = await registerAt(t, [challenge(['m.login.dummy']), [200, ACCOUNT]])
  t.match(outcome, { accessToken: 'token-of-alice' })
  t.strictSame(
    asked.map(({ body }) => (body as { auth?: unknown }).auth),
    [undefined, { type: 'm.login.dummy', session: 'session-1' }],
  )
})

t.test('a registration token is sent with the session, and further stages after it', async (t) => {
  const stages = ['m.login.registration_token', 'm.login.dummy']
  const { outcome, asked, timeline } = await registerAt(
    t,
    [challenge(stages), challenge(stages, { completed: ['m.login.registration_token'] }), [200, ACCOUNT]],
    { registrationToken: 'open-sesame' },
  )
  t.match(outcome, { accessToken: 'token-of-alice' })
  t.strictSame(
    asked.map(({ body }) => (body as { auth?: unknown }).auth),
    [
      undefined,
      { type: 'm.login.registration_token', session: 'session-1', token: 'open-sesame' },
      { type: 'm.login.dummy', session: 'session-1' },
    ],
  )
  t.notMatch(JSON.stringify(timeline.entries()), /open-sesame|token-of-alice|Pw-/)
})

t.test('of several flows, Plexor chooses one that it supports', async (t) => {
  const flows = [{ stages: ['m.login.recaptcha', 'm.login.dummy'] }, { stages: ['m.login.dummy'] }]
  const { outcome, asked } = await registerAt(t, [challenge([], { flows }), [200, ACCOUNT]])
  t.match(outcome, { accessToken: 'token-of-alice' })
  t.match(asked[1], { body: { auth: { type: 'm.login.dummy' } } })
})

t.test('a server that refuses is an error that says what to change', async (t) => {
  const recaptcha = challenge(['m.login.recaptcha'])
  const forbidden: [number, unknown] = [403, { errcode: 'M_FORBIDDEN', error: 'Registration is closed' }]
  const wrongToken = challenge(['m.login.registration_token'], { errcode: 'M_FORBIDDEN', error: 'not open-sesame' })
  const withToken = { registrationToken: 'open-sesame' }
  const table: { what: string; responses: [number, unknown][]; credentials?: Credentials; message: RegExp }[] = [
    {
      what: 'registration is closed',
      responses: [forbidden],
      message: /returned status 403 with .*Registration is closed/,
    },
    {
      what: 'stages that Plexor does not support',
      responses: [recaptcha],
      message: /it requires the stages \[\["m\.login\.recaptcha"\]\]/,
    },
    {
      what: 'a token that Plexor does not have',
      responses: [challenge(['m.login.registration_token'])],
      message: /m\.login\.registration_token if it has the token/,
    },
    {
      what: 'a token that is not accepted',
      responses: [wrongToken],
      credentials: withToken,
      message: /the stage m\.login\.registration_token was not accepted: .*not <redacted>/,
    },
    {
      what: 'a challenge without an end',
      responses: [challenge(['m.login.dummy'])],
      message: /the stage m\.login\.dummy was not accepted/,
    },
    { what: 'no flows', responses: [[401, {}]], message: /it requires the stages \[\]/ },
    {
      what: 'flows that are not flows',
      responses: [challenge([], { flows: [null, 5, { stages: 7 }] })],
      message: /stages/,
    },
    { what: 'something that is not an object', responses: [[401, null]], message: /it requires the stages/ },
    {
      what: 'no token in the response',
      responses: [[200, { user_id: '@alice:x' }]],
      message: /no user_id or access_token/,
    },
    { what: 'no user in the response', responses: [[200, { access_token: 'leaked-token' }]], message: /no user_id/ },
    {
      what: 'a token that no request can carry',
      responses: [[200, { ...ACCOUNT, access_token: `leaked-token${'x'.repeat(10_000)}` }]],
      message: /an access_token of 10012 characters, more than 8192/,
    },
    { what: 'nothing in the response', responses: [[200, null]], message: /no user_id or access_token/ },
  ]
  for (const { what, responses, credentials, message } of table) {
    const { outcome, asked } = await registerAt(t, responses, credentials)
    t.type(outcome, TargetError, what)
    t.match(outcome, { code: 'registration-refused', message, advice: [/Synapse.*Dendrite/, /TOKEN/, /SECRET/] }, what)
    t.notMatch(String(outcome), /open-sesame|leaked-token|Pw-/, what)
    t.ok(asked.length <= 3, `${what}: asked ${asked.length} times`)
  }
})

t.test('the shared secret of Synapse', async (t) => {
  const secret = 'the "shared" secret'
  const sharedSecret = { sharedSecret: secret }
  const mac = ({ nonce, username, password }: Record<string, string>) =>
    createHmac('sha1', secret).update(`${nonce}\0${username}\0${password}\0notadmin`).digest('hex')

  t.test('signs the nonce, the name, the password and that it is not an admin', async (t) => {
    // Computed with: printf 'n\0u\0p\0notadmin' | openssl dgst -sha1 -hmac 'the "shared" secret'
    t.equal(mac({ nonce: 'n', username: 'u', password: 'p' }), '118d2d725c092cd7910d74f06cadacbb4f9a6ae8')
    const { outcome, asked, timeline } = await registerAt(
      t,
      [
        [200, { nonce: 'nonce-1' }],
        [200, ACCOUNT],
      ],
      sharedSecret,
    )
    t.match(outcome, { userId: '@alice:x', accessToken: 'token-of-alice' })
    t.match(asked, [
      { method: 'GET', url: '/_synapse/admin/v1/register' },
      {
        method: 'POST',
        url: '/_synapse/admin/v1/register',
        body: { nonce: 'nonce-1', username: 'alice', admin: false },
      },
    ])
    const body = asked[1]?.body as Record<string, string>
    t.equal(body.mac, mac(body))
    t.notMatch(JSON.stringify(timeline.entries()), /secret/)
  })

  const nonce: [number, unknown] = [200, { nonce: 'nonce-1' }]
  for (const { what, responses, message } of [
    {
      what: 'is unknown to the server',
      responses: [[404, {}]],
      message: /returned status 404, so the shared secret cannot/,
    },
    { what: 'gets no nonce', responses: [[200, null]], message: /cannot be used/ },
    {
      what: 'is the wrong one',
      responses: [nonce, [403, { errcode: 'M_FORBIDDEN', error: `HMAC by ${secret} incorrect` }]],
      message: /the shared secret was not accepted: status 403 .*HMAC by <redacted> incorrect/,
    },
    { what: 'opens no session', responses: [nonce, [200, {}]], message: /no user_id or access_token/ },
    { what: 'opens nothing', responses: [nonce, [200, null]], message: /no user_id or access_token/ },
  ] as { what: string; responses: [number, unknown][]; message: RegExp }[]) {
    t.test(`a secret that ${what} is an error`, async (t) => {
      const { outcome } = await registerAt(t, responses, sharedSecret)
      t.type(outcome, TargetError)
      t.match(outcome, { code: 'registration-refused', message })
      t.notMatch(String(outcome), /"shared"/)
    })
  }

  for (const { what, response, error } of [
    {
      what: 'text instead of JSON',
      response: (response: ServerResponse) => void response.end('<html>'),
      error: { code: 'registration-refused', message: /something that is not JSON/ },
    },
    { what: 'no response', response: (response: ServerResponse) => void response.destroy(), error: Inconclusive },
  ]) {
    t.test(what, async (t) => {
      const peer = await startPeer(t, (_: Asked, out) => response(out))
      await t.rejects(register(createClient(t, peer.url).client, 'alice', sharedSecret), error)
    })
  }
})

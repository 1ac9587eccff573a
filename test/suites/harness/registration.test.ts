import { createHmac } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Inconclusive, TargetError, type TargetErrorCode } from '../../../suites/harness/case/errors.ts'
import { type Credentials, register } from '../../../suites/harness/target/registration.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { createClient, LONG_TIMEOUT_MS } from './support.ts'

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

t.test('m.login.dummy is sent at once to a target that asked for nothing else, until it asks again', async (t) => {
  const challenged = challenge(['m.login.dummy'])
  const responses = [challenged, [200, ACCOUNT], [200, ACCOUNT], [400, {}], challenged, [200, ACCOUNT]] as const
  const peer = await startPeer(t, (_, response) => {
    const [status, body] = responses[peer.asked.length - 1] ?? [500, {}]
    sendJson(response, status, body)
  })
  const { client } = createClient(t, peer.url)
  for (const name of ['alice', 'bob', 'carol']) await register(client, name, {})
  t.strictSame(
    peer.asked.map(({ body }) => body as { username: string; auth?: { session?: string } }).map(withSession),
    ['alice', 'alice session-1', 'bob without', 'carol without', 'carol', 'carol session-1'],
  )
})

/** Names the user of a request, and the session of its stage if it has one. */
function withSession({ username, auth }: { username: string; auth?: { session?: string } }): string {
  return auth === undefined ? username : `${username} ${auth.session ?? 'without'}`
}

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

const OPEN = /^Open registration on the target .*Synapse.*Dendrite/
const DUMMY = /stage m\.login\.dummy alone/
const GIVE_TOKEN = /[Gg]ive Plexor a registration token \(PLEXOR_REGISTRATION_TOKEN or --registration-token-file\)$/
const GIVE_SECRET = /^Or give Plexor the registration_shared_secret .*PLEXOR_SHARED_SECRET/
const CHECK_TOKEN = /^Check the registration token .*mistyped, used up or expired$/
const LOG = /^Look into the log of the target/
const RATE = /^Raise the rate limits/
const PROXY = /^Check whether a proxy/

t.test(
  'a server that refuses is an error that says what to change, and nothing that cannot be the cause',
  async (t) => {
    const recaptcha = challenge(['m.login.recaptcha'])
    const withToken = { registrationToken: 'open-sesame' }
    const asksForToken = challenge(['m.login.registration_token'])
    const wrongToken = challenge(['m.login.registration_token'], { errcode: 'M_FORBIDDEN', error: 'not open-sesame' })
    const table: {
      what: string
      responses: [number, unknown][]
      credentials?: Credentials
      code?: TargetErrorCode
      message: RegExp
      advice: RegExp[]
    }[] = [
      {
        what: 'registration is closed',
        responses: [[403, { errcode: 'M_FORBIDDEN', error: 'Registration is closed' }]],
        message:
          /POST \/_matrix\/client\/v3\/register\S* returned status 403 with .*M_FORBIDDEN.*Registration is closed/,
        advice: [OPEN, GIVE_TOKEN, GIVE_SECRET],
      },
      {
        what: 'registration is closed, and nothing asks for the token that Plexor has',
        responses: [[403, { errcode: 'M_FORBIDDEN', error: 'Registration is closed' }]],
        credentials: withToken,
        message:
          /Registration is closed.*, without asking for the registration token \(PLEXOR_REGISTRATION_TOKEN or .*\)$/,
        advice: [OPEN, /^Or let the target ask for a registration token/, GIVE_SECRET],
      },
      {
        what: 'stages that Plexor does not support',
        responses: [recaptcha],
        message: /it requires the stages \[\["m\.login\.recaptcha"\]\]/,
        advice: [DUMMY, GIVE_SECRET],
      },
      {
        what: 'a token that Plexor does not have',
        responses: [asksForToken],
        message: /m\.login\.registration_token if it has the token/,
        advice: [GIVE_TOKEN, DUMMY, GIVE_SECRET],
      },
      {
        what: 'a token that is not accepted',
        responses: [wrongToken],
        credentials: withToken,
        message:
          /the registration token \(PLEXOR_REGISTRATION_TOKEN or .*\) was not accepted: status 401 .*not <redacted>/,
        advice: [CHECK_TOKEN],
      },
      {
        what: 'a token that is refused at once',
        responses: [asksForToken, [403, { errcode: 'M_FORBIDDEN', error: 'not open-sesame' }]],
        credentials: withToken,
        message: /register\S* with the registration token \(.*\) returned status 403 with .*not <redacted>/,
        advice: [CHECK_TOKEN],
      },
      {
        what: 'a short token that the server quotes',
        responses: [asksForToken, [403, { errcode: 'M_FORBIDDEN', error: 'not xyz' }]],
        credentials: { registrationToken: 'xyz' },
        message: /returned status 403 with "<redacted>"$/,
        advice: [CHECK_TOKEN],
      },
      {
        what: 'a challenge without an end',
        responses: [challenge(['m.login.dummy'])],
        message: /the stage m\.login\.dummy was not accepted/,
        advice: [LOG],
      },
      { what: 'no flows', responses: [[401, {}]], message: /status 401 with \{\}, and no flow/, advice: [PROXY] },
      {
        what: 'flows that are not flows',
        responses: [challenge([], { flows: [null, 5, { stages: 7 }] })],
        message: /it requires the stages \[null,null,7\]/,
        advice: [DUMMY, GIVE_SECRET],
      },
      { what: 'something that is not an object', responses: [[401, null]], message: /no flow/, advice: [PROXY] },
      {
        what: 'a failure',
        responses: [[500, { errcode: 'M_UNKNOWN', error: 'Internal server error' }]],
        code: 'registration-failed',
        message: /register\S* returned status 500 with .*M_UNKNOWN.*Internal server error/,
        advice: [LOG],
      },
      {
        what: 'a proxy without the server',
        responses: [[502, '<html>Bad Gateway</html>']],
        code: 'registration-failed',
        message: /returned status 502 with .*Bad Gateway/,
        advice: [/^Check that the target is running/],
      },
      {
        what: 'a long body with control characters',
        responses: [[500, { errcode: 'M_UNKNOWN', error: `\u001b[31m${'x'.repeat(10_000)}` }]],
        code: 'registration-failed',
        message: /^.{100,500}…$/,
        advice: [LOG],
      },
      {
        what: 'no such endpoint',
        responses: [[404, { errcode: 'M_UNRECOGNIZED' }]],
        message: /returned status 404 with .*M_UNRECOGNIZED/,
        advice: [/^Check that the URL leads to the homeserver.*OAuth 2\.0/],
      },
      {
        what: 'a rate limit',
        responses: [[429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 60_000 }]],
        message: /returned status 429 with .*M_LIMIT_EXCEEDED/,
        advice: [RATE],
      },
      {
        what: 'a redirect',
        responses: [[302, {}]],
        message: /returned status 302/,
        advice: [/does not follow redirects$/],
      },
      {
        what: 'a name that it does not accept',
        responses: [[400, { errcode: 'M_INVALID_USERNAME' }]],
        message: /returned status 400 with .*M_INVALID_USERNAME/,
        advice: [LOG],
      },
      {
        what: 'no token in the response',
        responses: [[200, { user_id: '@alice:x' }]],
        code: 'registration-failed',
        message: /no user_id or access_token, but \["user_id"\]/,
        advice: [LOG],
      },
      {
        what: 'no user in the response',
        responses: [[200, { access_token: 'leaked-token' }]],
        code: 'registration-failed',
        message: /no user_id/,
        advice: [LOG],
      },
      {
        what: 'a token that no request can carry',
        responses: [[200, { ...ACCOUNT, access_token: `leaked-token${'x'.repeat(10_000)}` }]],
        code: 'registration-failed',
        message: /an access_token of 10012 characters, more than 8192/,
        advice: [LOG],
      },
      {
        what: 'nothing in the response',
        responses: [[200, null]],
        code: 'registration-failed',
        message: /no user_id or access_token, and no other field of JSON$/,
        advice: [LOG],
      },
    ]
    for (const { what, responses, credentials, code = 'registration-refused', message, advice } of table) {
      const { outcome, asked } = await registerAt(t, responses, credentials)
      if (!(outcome instanceof TargetError)) return t.fail(`${what}: ${outcome}`)
      t.match(outcome, { code, message, advice }, what)
      t.equal(outcome.advice.length, advice.length, `${what}: nothing else is advised`)
      t.notMatch(String(outcome), /open-sesame|leaked-token|Pw-|xyz/, what)
      t.ok(asked.length <= 3, `${what}: asked ${asked.length} times`)
    }
  },
)

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
  const anotherWay = /^Or register in another way: unset PLEXOR_SHARED_SECRET/
  for (const { what, responses, code = 'registration-refused', message, advice } of [
    {
      what: 'is unknown to the server',
      responses: [[404, {}]],
      message: /returned status 404 with \{\}, so the shared secret \(PLEXOR_SHARED_SECRET or .*\) cannot be used$/,
      advice: [/^Only Synapse/, anotherWay],
    },
    {
      what: 'gets no nonce',
      responses: [[200, null]],
      message: /the shared secret .* cannot be used/,
      advice: [/^Only Synapse/, anotherWay],
    },
    {
      what: 'is the wrong one',
      responses: [nonce, [403, { errcode: 'M_FORBIDDEN', error: `HMAC by ${secret} incorrect` }]],
      message:
        /the shared secret \(PLEXOR_SHARED_SECRET or .*\) was not accepted: status 403 .*HMAC by <redacted> incorrect/,
      advice: [/^Set the same registration_shared_secret/, anotherWay],
    },
    {
      what: 'is used while the server fails',
      responses: [nonce, [500, { errcode: 'M_UNKNOWN' }]],
      code: 'registration-failed',
      message: /POST \/_synapse\/admin\/v1\/register returned status 500 with .*M_UNKNOWN/,
      advice: [LOG],
    },
    {
      what: 'meets a rate limit',
      responses: [[429, { errcode: 'M_LIMIT_EXCEEDED' }]],
      message: /returned status 429/,
      advice: [RATE],
    },
    {
      what: 'comes with a name that is refused',
      responses: [nonce, [400, { errcode: 'M_USER_IN_USE' }]],
      message: /register with the shared secret \(.*\) returned status 400 with .*M_USER_IN_USE/,
      advice: [LOG],
    },
    {
      what: 'opens no session',
      responses: [nonce, [200, {}]],
      code: 'registration-failed',
      message: /no user_id or access_token/,
      advice: [LOG],
    },
    {
      what: 'opens nothing',
      responses: [nonce, [200, null]],
      code: 'registration-failed',
      message: /no user_id or access_token/,
      advice: [LOG],
    },
  ] as { what: string; responses: [number, unknown][]; code?: TargetErrorCode; message: RegExp; advice: RegExp[] }[]) {
    t.test(`a secret that ${what} is an error`, async (t) => {
      const { outcome } = await registerAt(t, responses, sharedSecret)
      if (!(outcome instanceof TargetError)) return t.fail(String(outcome))
      t.match(outcome, { code, message, advice })
      t.equal(outcome.advice.length, advice.length)
      t.notMatch(String(outcome), /"shared"/)
    })
  }

  for (const { what, response, error, timeoutMs = LONG_TIMEOUT_MS } of [
    {
      what: 'text instead of JSON',
      response: (response: ServerResponse) => void response.end('<html>'),
      error: { code: 'registration-refused', message: /returned status 200 with "<html>", so the shared secret/ },
    },
    {
      what: 'no response',
      response: (response: ServerResponse) => void response.destroy(),
      error: Inconclusive,
      timeoutMs: 300,
    },
  ]) {
    t.test(what, async (t) => {
      const peer = await startPeer(t, (_: Asked, out) => response(out))
      const { client } = createClient(t, peer.url, { timeoutMs })
      await t.rejects(register(client, 'alice', sharedSecret), error)
    })
  }
})

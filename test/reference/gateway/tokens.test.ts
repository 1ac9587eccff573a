import { exportPKCS8, generateKeyPair } from 'jose'
import t from 'tap'
import { createApnsProvider, createFcmProvider } from '../../../reference/index.ts'
import { type FakeRequest, fakeServer, pushTo, timeout } from './fake-server.ts'

const [es256, rs256] = await Promise.all([
  generateKeyPair('ES256', { extractable: true }).then(({ privateKey }) => exportPKCS8(privateKey)),
  generateKeyPair('RS256', { extractable: true }).then(({ privateKey }) => exportPKCS8(privateKey)),
])

const isToken = ({ path }: FakeRequest) => path === '/token'

/** FCM and its token endpoint in one; each token has a number. */
async function fakeFcm(t: Tap, isGood: (token: string) => boolean, token: (n: number) => unknown = tokenNamed) {
  let given = 0
  const server = await fakeServer('http/1.1', (request) => {
    if (isToken(request)) {
      given += 1
      const body = token(given)
      return body instanceof Response ? body : Response.json(body)
    }
    const good = isGood(request.headers.get('authorization') ?? '')
    return good ? Response.json({}) : Response.json({ error: { status: 'UNAUTHENTICATED' } }, { status: 401 })
  })
  const account = {
    project_id: 'p',
    client_email: 'a@example.org',
    private_key: rs256,
    token_uri: `${server.url}/token`,
  }
  const provider = createFcmProvider({ serviceAccount: account, server: server.url, ca: server.ca })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  const send = (pushkey = 'a') => provider.send(pushTo(pushkey), timeout())
  return { server, send, tokensGiven: () => given }
}

type Tap = { teardown(end: () => unknown): void }
const tokenNamed = (n: number) => ({ access_token: `token-${n}`, expires_in: 3600 })

t.test('FCM: one access token serves 50 devices at the same time, and those after them', async (t) => {
  const { server, send, tokensGiven } = await fakeFcm(t, () => true)
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => send(`${n}`)))
  outcomes.push(await send())
  t.strictSame(new Set(outcomes.map(({ result }) => result)), new Set(['sent']))
  t.equal(tokensGiven(), 1)
  const used = server.requests.filter((request) => !isToken(request)).map(({ headers }) => headers.get('authorization'))
  t.strictSame(new Set(used), new Set(['Bearer token-1']))
})

t.test('FCM: an access token that is refused is made anew, once for all who were refused', async (t) => {
  const { send, tokensGiven } = await fakeFcm(t, (token) => token !== 'Bearer token-1')
  const first = await Promise.all(Array.from({ length: 5 }, () => send()))
  t.match(first, Array(5).fill({ result: 'failed', reason: 'it answered 401 UNAUTHENTICATED' }))
  const second = await Promise.all(Array.from({ length: 5 }, () => send()))
  t.match(second, Array(5).fill({ result: 'sent' }))
  t.equal(tokensGiven(), 2)
})

t.test('FCM: an access token is not used until its very end', async (t) => {
  const { send, tokensGiven } = await fakeFcm(
    t,
    () => true,
    (n) => ({ ...tokenNamed(n), expires_in: 59 }),
  )
  await send()
  await send()
  t.equal(tokensGiven(), 2)
})

const BAD_TOKENS: { what: string; response: unknown; reason: string }[] = [
  { what: 'an error', response: Response.json({}, { status: 400 }), reason: 'answered 400' },
  { what: 'no JSON', response: new Response('hidden'), reason: 'answered with no JSON' },
  { what: 'null', response: null, reason: 'gave none' },
  { what: 'no token', response: { token: 'hidden' }, reason: 'gave none' },
  { what: 'a token that no header field can hold', response: { access_token: 'hidden\n' }, reason: 'gave none' },
]

for (const { what, response, reason } of BAD_TOKENS) {
  t.test(`FCM: ${what} in place of an access token is a failure, and the next push asks again`, async (t) => {
    const { send } = await fakeFcm(
      t,
      () => true,
      (n) => (n === 1 ? response : tokenNamed(n)),
    )
    t.strictSame(await send(), { result: 'failed', reason: `the server of its access tokens ${reason}` })
    t.match(await send(), { result: 'sent' })
  })
}

t.test('APNs: a provider token is used until it is refused, and made anew once for all', async (t) => {
  let refused: string | null = null
  const server = await fakeServer('http/2', ({ headers }, before) => {
    const token = headers.get('authorization')
    if (before === 2) refused = token
    if (token !== refused) return new Response(null)
    return Response.json({ reason: 'ExpiredProviderToken' }, { status: 403 })
  })
  const keys = { key: es256, keyId: 'ABC', teamId: 'DEF' }
  const where = { topic: 'org.example.app', environment: 'production', server: server.url, ca: server.ca } as const
  const provider = createApnsProvider({ ...keys, ...where })
  t.teardown(() => Promise.all([provider.close(), server.close()]))
  const send = () => provider.send(pushTo('AAAA'), timeout())
  const tokensOf = (from: number) =>
    new Set(server.requests.slice(from).map(({ headers }) => headers.get('authorization')))

  t.match([await send(), await send()], [{ result: 'sent' }, { result: 'sent' }])
  const refusal = { result: 'failed', reason: 'it answered 403 ExpiredProviderToken' }
  t.strictSame(await Promise.all([send(), send(), send()]), [refusal, refusal, refusal])
  t.equal(tokensOf(0).size, 1)
  t.match(await Promise.all([send(), send(), send()]), Array(3).fill({ result: 'sent' }))
  t.equal(tokensOf(5).size, 1)
  t.notSame(tokensOf(5), tokensOf(0))
})

import { exportPKCS8, generateKeyPair } from 'jose'
import t from 'tap'
import { createApnsProvider, createFcmProvider } from '../../../reference/index.ts'
import { type FakeRequest, fakeServer, noTimeout, pushTo } from './fake-server.ts'

const [es256, rs256] = await Promise.all([
  generateKeyPair('ES256', { extractable: true }).then(({ privateKey }) => exportPKCS8(privateKey)),
  generateKeyPair('RS256', { extractable: true }).then(({ privateKey }) => exportPKCS8(privateKey)),
])

const isToken = ({ path }: FakeRequest) => path === '/token'

/** Starts a server that is FCM and its token endpoint; each token has a number. */
async function fakeFcm(t: Tap, isGood: (token: string) => boolean, token: (n: number) => unknown = tokenNamed) {
  let issued = 0
  const server = await fakeServer('http/1.1', (request) => {
    if (isToken(request)) {
      issued += 1
      const body = token(issued)
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
  const send = (pushkey = 'a') => provider.send(pushTo(pushkey), noTimeout())
  return { server, send, tokensIssued: () => issued }
}

type Tap = { teardown(end: () => unknown): void }
const tokenNamed = (n: number) => ({ access_token: `token-${n}`, expires_in: 3600 })

t.test('FCM: one access token serves 50 devices at the same time, and those after them', async (t) => {
  const { server, send, tokensIssued } = await fakeFcm(t, () => true)
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => send(`${n}`)))
  outcomes.push(await send())
  t.strictSame(new Set(outcomes.map(({ result }) => result)), new Set(['sent']))
  t.equal(tokensIssued(), 1)
  const used = server.requests.filter((request) => !isToken(request)).map(({ headers }) => headers.get('authorization'))
  t.strictSame(new Set(used), new Set(['Bearer token-1']))
})

t.test('FCM: a refused access token is replaced once for all pushes that were refused', async (t) => {
  const { send, tokensIssued } = await fakeFcm(t, (token) => token !== 'Bearer token-1')
  const first = await Promise.all(Array.from({ length: 5 }, () => send()))
  t.match(first, Array(5).fill({ result: 'failed', reason: 'it responded with 401 UNAUTHENTICATED' }))
  const second = await Promise.all(Array.from({ length: 5 }, () => send()))
  t.match(second, Array(5).fill({ result: 'sent' }))
  t.equal(tokensIssued(), 2)
})

t.test('FCM: an access token is replaced before it expires', async (t) => {
  const { send, tokensIssued } = await fakeFcm(
    t,
    () => true,
    (n) => ({ ...tokenNamed(n), expires_in: 59 }),
  )
  await send()
  await send()
  t.equal(tokensIssued(), 2)
})

const BAD_TOKENS: { what: string; response: unknown; reason: string }[] = [
  { what: 'an error', response: Response.json({}, { status: 400 }), reason: 'responded with 400' },
  { what: 'a body that is not JSON', response: new Response('hidden'), reason: 'did not respond with JSON' },
  { what: 'null', response: null, reason: 'returned no token' },
  { what: 'no token', response: { token: 'hidden' }, reason: 'returned no token' },
  {
    what: 'a token that no header field can hold',
    response: { access_token: 'hidden\n' },
    reason: 'returned no token',
  },
]

for (const { what, response, reason } of BAD_TOKENS) {
  t.test(`FCM: ${what} in place of an access token is a failure, and the next push requests one again`, async (t) => {
    const { send } = await fakeFcm(
      t,
      () => true,
      (n) => (n === 1 ? response : tokenNamed(n)),
    )
    t.strictSame(await send(), { result: 'failed', reason: `its token endpoint ${reason}` })
    t.match(await send(), { result: 'sent' })
  })
}

t.test('APNs: a provider token is used until it is refused, and replaced once for all pushes', async (t) => {
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
  const send = () => provider.send(pushTo('AAAA'), noTimeout())
  const tokensOf = (from: number) =>
    new Set(server.requests.slice(from).map(({ headers }) => headers.get('authorization')))

  t.match([await send(), await send()], [{ result: 'sent' }, { result: 'sent' }])
  const refusal = { result: 'failed', reason: 'it responded with 403 ExpiredProviderToken' }
  t.strictSame(await Promise.all([send(), send(), send()]), [refusal, refusal, refusal])
  t.equal(tokensOf(0).size, 1)
  t.match(await Promise.all([send(), send(), send()]), Array(3).fill({ result: 'sent' }))
  t.equal(tokensOf(5).size, 1)
  t.notSame(tokensOf(5), tokensOf(0))
})

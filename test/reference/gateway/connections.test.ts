import { exportPKCS8, generateKeyPair } from 'jose'
import t from 'tap'
import { createApnsProvider, createFcmProvider, type PushOutcome, type PushProvider } from '../../../reference/index.ts'
import { type FakeServer, fakeServer, noTimeout, pushTo } from './fake-server.ts'

const pem = (algorithm: string) =>
  generateKeyPair(algorithm, { extractable: true }).then(({ privateKey }) => exportPKCS8(privateKey))
const [es256, rs256] = await Promise.all([pem('ES256'), pem('RS256')])

const CLIENTS = {
  APNs: { version: 'http/2', pushkey: 'AAAA', open: apnsAt },
  FCM: { version: 'http/1.1', pushkey: 'token', open: fcmAt },
} as const

function apnsAt({ url, ca }: Pick<FakeServer, 'url' | 'ca'>): PushProvider {
  const keys = { key: es256, keyId: 'ABC', teamId: 'DEF' }
  return createApnsProvider({ ...keys, topic: 'org.example.app', environment: 'production', server: url, ca })
}

function fcmAt({ url, ca }: Pick<FakeServer, 'url' | 'ca'>): PushProvider {
  const account = { project_id: 'p', client_email: 'a@example.org', private_key: rs256, token_uri: `${url}/token` }
  return createFcmProvider({ serviceAccount: account, server: url, ca })
}

const token = () => Response.json({ access_token: 'token', expires_in: 3600 })

for (const [name, { version, pushkey, open }] of Object.entries(CLIENTS)) {
  t.test(
    `${name}: a service that does not respond fails when the time is over, and works when it responds`,
    async (t) => {
      const arrived = Promise.withResolvers<void>()
      const held = Promise.withResolvers<void>()
      let isSilent = true
      const server = await fakeServer(version, async ({ path }) => {
        if (path === '/token') return token()
        if (isSilent) {
          arrived.resolve()
          await held.promise
        }
        return Response.json({})
      })
      const provider = open(server)
      t.teardown(() => Promise.all([held.resolve(), provider.close(), server.close()]))
      const time = new AbortController()
      const sending = provider.send(pushTo(pushkey), time.signal)
      await arrived.promise
      time.abort()
      t.strictSame(await sending, { result: 'failed', reason: 'it did not respond in time' })
      isSilent = false
      t.strictSame(await provider.send(pushTo(pushkey), noTimeout()), { result: 'sent' })
      t.match(await provider.send(pushTo(pushkey), AbortSignal.abort()), { result: 'failed' })
    },
  )

  t.test(`${name}: a service that cannot be reached fails`, async (t) => {
    const server = await fakeServer(version, () => new Response())
    await server.close()
    const provider = open(server)
    t.teardown(() => provider.close())
    const outcomes = await Promise.all(Array.from({ length: 3 }, () => provider.send(pushTo(pushkey), noTimeout())))
    t.strictSame(outcomes, Array(3).fill({ result: 'failed', reason: 'it cannot be reached (ECONNREFUSED)' }))
  })

  t.test(`${name}: a service whose certificate is not trusted fails`, async (t) => {
    const [server, other] = [
      await fakeServer(version, () => new Response()),
      await fakeServer(version, () => new Response()),
    ]
    const provider = open({ url: server.url, ca: other.ca })
    t.teardown(() => Promise.all([provider.close(), server.close(), other.close()]))
    t.match(await provider.send(pushTo(pushkey), noTimeout()), {
      result: 'failed',
      reason: /^it cannot be reached \(\w+\)$/,
    })
    t.strictSame(server.requests, [])
  })

  t.test(`${name}: an endless response is not read completely`, async (t) => {
    const left = Promise.withResolvers<void>()
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(16 * 1024)),
        cancel: () => left.resolve(),
      })
    const server = await fakeServer(version, ({ path }) => (path === '/token' ? token() : new Response(endless())))
    const provider = open(server)
    t.teardown(() => Promise.all([provider.close(), server.close()]))
    const outcome: PushOutcome = await provider.send(pushTo(pushkey), noTimeout())
    t.match(outcome, { result: 'failed' })
    await left.promise
  })

  t.test(`${name}: closing aborts the pushes in progress`, async (t) => {
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const server = await fakeServer(version, async ({ path }) => {
      if (path === '/token') return token()
      arrived.resolve()
      await held.promise
      return Response.json({})
    })
    const provider = open(server)
    t.teardown(() => Promise.all([held.resolve(), server.close()]))
    const sending = provider.send(pushTo(pushkey), noTimeout())
    await arrived.promise
    await provider.close()
    t.match(await sending, { result: 'failed' })
  })
}

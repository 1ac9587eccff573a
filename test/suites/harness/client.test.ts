import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Inconclusive, Mismatch } from '../../../suites/harness/case/errors.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { createClient, IMPATIENCE_MS } from './support.ts'

// Some of these tests have to wait: for a patience to end, or for a second that a rate limit asks for.
const CONCURRENTLY = { jobs: 8 }
t.jobs = 8

/** A client of a peer that answers like this. */
async function clientOf(
  t: Test,
  respond: (asked: Asked, response: ServerResponse, count: number) => void,
  options: { timeoutMs?: number } = {},
) {
  let count = 0
  const peer = await startPeer(t, (asked, response) => respond(asked, response, ++count))
  return { peer, ...createClient(t, peer.url, options) }
}

t.test('a request carries its token, its encoded path, its query and its body, and is written down', async (t) => {
  const { client, peer, timeline, traffic } = await clientOf(t, (_, response) => sendJson(response, 200, {}))
  client.useToken('token-of-alice')
  const path = { kind: 'content', ruleId: 'a/b %ü' }
  const body = { actions: ['notify'], pattern: 'x' }
  await client.ok('putPushRule', { path, query: { before: 'c d', after: undefined }, body })
  const url = '/_matrix/client/v3/pushrules/global/content/a%2Fb%20%25%C3%BC?before=c+d'
  t.match(peer.asked, [{ method: 'PUT', url, body, headers: { authorization: 'Bearer token-of-alice' } }])
  t.match(timeline.entries(), [
    { kind: 'client', actor: 'alice', method: 'PUT', path: url, status: 200, requestBody: body, responseBody: {} },
  ])
  t.equal(traffic.checked('putPushRule'), 1)
  t.strictSame(traffic.broken(), [])
})

t.test(
  'what is no operation is requested with the token and written down, and its answer is not checked',
  async (t) => {
    const { client, peer, timeline, traffic } = await clientOf(t, (_, response) => sendJson(response, 404, { odd: 1 }))
    client.useToken('token-of-alice')
    t.strictSame(await client.probe('GET', '/unheard_of'), { status: 404, body: { odd: 1 } })
    const url = '/_matrix/client/v3/unheard_of'
    t.match(peer.asked, [{ method: 'GET', url, headers: { authorization: 'Bearer token-of-alice' } }])
    t.match(timeline.entries(), [{ kind: 'client', actor: 'alice', method: 'GET', path: url, status: 404 }])
    t.strictSame(traffic.broken(), [])
  },
)

t.test('an answer that breaks its schema is a mismatch, and is kept as a breach', async (t) => {
  const { client, traffic, timeline } = await clientOf(t, (_, response) => sendJson(response, 200, { pushers: 5 }))
  const response = await client.call('getPushers')
  const violation = 'At /pushers: found 5, wanted an array'
  t.strictSame(response.violations, [violation])
  t.match(timeline.entries(), [{ violations: [violation] }])
  t.match(traffic.breaches('getPushers'), [{ violation, times: 1, firstSeenIn: 'area/case' }])
  await t.rejects(
    client.ok('getPushers'),
    new Mismatch(`The answer to GET /_matrix/client/v3/pushers breaks its schema: ${violation}`),
  )
})

t.test('text where JSON belongs breaks the schema', async (t) => {
  const { client } = await clientOf(t, (_, response) => response.end('<html>'))
  t.match(await client.call('getPushers'), { status: 200, body: '<html>', violations: [/found "<html>", wanted/] })
})

t.test('JSON that is nested too deeply to be looked at is told as text', async (t) => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const { client, timeline } = await clientOf(t, (_, response) => response.end(`{"pushers":${deep}}`))
  await t.rejects(client.ok('getPushers'), /breaks its schema/)
  t.equal(timeline.entries().length, 1)
})

t.test('what a failure means hangs on the operation', async (t) => {
  const error = { errcode: 'M_UNKNOWN', error: 'broken' }
  const { client } = await clientOf(t, (_, response) => sendJson(response, 500, error))
  await t.rejects(
    client.ok('getPushers'),
    new Mismatch(
      'Expected GET /_matrix/client/v3/pushers to succeed, found status 500 with {"errcode":"M_UNKNOWN","error":"broken"}',
    ),
  )
  await t.rejects(client.ok('createRoom', { body: {} }), Inconclusive)
})

t.test('a body of our own that breaks the schema is an error of Plexor, unless it is on purpose', async (t) => {
  const { client, peer } = await clientOf(t, (_, response) => sendJson(response, 400, { errcode: 'M_X', error: 'x' }))
  const body = { enabled: 'yes' }
  const path = { kind: 'content', ruleId: 'a' }
  await t.rejects(client.call('putPushRuleEnabled', { path, body }), /^Plexor was about to send a wrong body/)
  t.strictSame(peer.asked, [])
  t.match(await client.call('putPushRuleEnabled', { path, body, deliberate: true }), { status: 400 })
  t.match(peer.asked, [{ body }])
})

t.test('a redirect is an answer like any other, and is not followed', async (t) => {
  const elsewhere = await startPeer(t, (_, response) => sendJson(response, 200, { pushers: [] }))
  const { client } = await clientOf(t, (_, response) => response.writeHead(302, { location: elsewhere.url }).end())
  client.useToken('token-of-alice')
  await t.rejects(client.ok('getPushers'), /found status 302/)
  t.strictSame(elsewhere.asked, [])
})

t.test('rate limits', CONCURRENTLY, async (t) => {
  const limited = (body: object = {}, headers = {}) => ({
    status: 429,
    body: { errcode: 'M_LIMIT_EXCEEDED', error: 'slow down', ...body },
    headers,
  })
  for (const { what, response, requests } of [
    { what: 'by retry_after_ms', response: limited({ retry_after_ms: 20 }), requests: 2 },
    { what: 'by Retry-After', response: limited({}, { 'retry-after': '1' }), requests: 2 },
    { what: 'without a time, which means a second', response: limited(), requests: 2 },
    { what: 'by a Retry-After that is no number', response: limited({}, { 'retry-after': 'later' }), requests: 2 },
    { what: 'for longer than half a minute', response: limited({ retry_after_ms: 30_001 }), requests: 1 },
    {
      what: 'by a Retry-After that is too long, whatever retry_after_ms says',
      response: limited({ retry_after_ms: 1 }, { 'retry-after': '31' }),
      requests: 1,
    },
  ]) {
    t.test(`${what}: ${requests === 2 ? 'is waited out' : 'is given up on'}`, async (t) => {
      const { client, peer, timeline } = await clientOf(t, (_, out, count) => {
        if (count === 1) sendJson(out, response.status, response.body, response.headers)
        else sendJson(out, 200, { pushers: [] })
      })
      t.equal((await client.call('getPushers')).status, requests === 2 ? 200 : 429)
      t.equal(peer.asked.length, requests)
      const notes = timeline.entries().filter(({ kind }) => kind === 'note')
      t.equal(notes.length, requests - 1)
      if (requests === 2) t.match(notes, [{ summary: /^The target limits the rate of getPushers: waiting \d+ ms/ }])
    })
  }
})

t.test('a target that limits the rate for ever is given up on', async (t) => {
  const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'slow down', retry_after_ms: 20_000 }
  const { client, peer } = await clientOf(t, (_, response, count) =>
    sendJson(response, 429, { ...body, retry_after_ms: count === 1 ? 5 : 29_999 }),
  )
  t.match(await client.call('getPushers'), { status: 429 })
  t.equal(peer.asked.length, 2)
})

t.test('no whole answer', CONCURRENTLY, async (t) => {
  const start = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' })
  const endless = (response: ServerResponse) => {
    start(response)
    const more = () => {
      while (response.writable && response.write(' '.repeat(1024 * 1024)));
    }
    response.on('drain', more).on('error', () => {})
    more()
  }
  for (const { what, response, message, timeoutMs } of [
    { what: 'no answer at all', response: () => {}, message: /no answer within 0\.15 s$/, timeoutMs: IMPATIENCE_MS },
    {
      what: 'half an answer',
      response: (response: ServerResponse) => void start(response).write('{"pushers":'),
      message: /no answer within 0\.15 s$/,
      timeoutMs: IMPATIENCE_MS,
    },
    { what: 'a body without an end', response: endless, message: /got no answer: .+/ },
    {
      what: 'a connection that is closed before the answer',
      response: (response: ServerResponse) => void response.destroy(),
      message: /got no answer: .+/,
    },
    {
      what: 'a connection that is closed within the answer',
      response: (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"pushers":', () => response.destroy())
      },
      message: /got no answer: .+/,
    },
  ]) {
    t.test(`${what} is a mismatch of the push module, and keeps other cases from being judged`, async (t) => {
      const options = timeoutMs === undefined ? {} : { timeoutMs }
      const { client, timeline } = await clientOf(t, (_, out) => response(out), options)
      const errors = await Promise.all(
        [client.ok('getPushers'), client.ok('createRoom', { body: {} })].map((call) =>
          call.then(String, (error: Error) => error),
        ),
      )
      t.type(errors[0], Mismatch)
      t.type(errors[1], Inconclusive)
      for (const error of errors) t.match(error, { message })
      t.match(timeline.entries(), [
        { kind: 'note', summary: message },
        { kind: 'note', summary: message },
      ])
    })
  }
})

t.test('secrets in what the target says do not get into messages, not in part either', async (t) => {
  const token = 'token-of-alice-that-is-long'
  for (const pad of [0, 130, 150, 160]) {
    const { client } = await clientOf(t, (_, response) =>
      sendJson(response, 403, { errcode: 'M_FORBIDDEN', error: `${'x'.repeat(pad)}${token}` }),
    )
    client.useToken(token)
    const message = await client.ok('getPushers').then(String, String)
    t.notMatch(message, 'token')
    t.match(message, 'found status 403')
  }
})

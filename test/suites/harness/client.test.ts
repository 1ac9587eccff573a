import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Inconclusive, Mismatch } from '../../../suites/harness/case/errors.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { createClient, SHORT_TIMEOUT_MS } from './support.ts'

// Some of these tests have to wait: for a timeout, or for a second because of a rate limit.
const CONCURRENTLY = { jobs: 8 }
t.jobs = 8

/** Creates a client of a peer that responds like this. */
async function clientOf(
  t: Test,
  respond: (asked: Asked, response: ServerResponse, count: number) => void,
  options: { timeoutMs?: number } = {},
) {
  let count = 0
  const peer = await startPeer(t, (asked, response) => respond(asked, response, ++count))
  return { peer, ...createClient(t, peer.url, options) }
}

t.test('a request has its token, encoded path, query and body, and is recorded', async (t) => {
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
  t.strictSame(traffic.violatedOperations(), [])
})

t.test('a probe is sent with the token and recorded, and its response is not checked', async (t) => {
  const { client, peer, timeline, traffic } = await clientOf(t, (_, response) => sendJson(response, 404, { odd: 1 }))
  client.useToken('token-of-alice')
  t.strictSame(await client.probe('GET', '/unheard_of'), { status: 404, body: { odd: 1 } })
  const url = '/_matrix/client/v3/unheard_of'
  t.match(peer.asked, [{ method: 'GET', url, headers: { authorization: 'Bearer token-of-alice' } }])
  t.match(timeline.entries(), [{ kind: 'client', actor: 'alice', method: 'GET', path: url, status: 404 }])
  t.strictSame(traffic.violatedOperations(), [])
})

t.test('a response that violates its schema is a mismatch, and is recorded', async (t) => {
  const { client, traffic, timeline } = await clientOf(t, (_, response) => sendJson(response, 200, { pushers: 5 }))
  const response = await client.call('getPushers')
  const violation = 'At /pushers: expected an array, found 5'
  t.strictSame(response.violations, [violation])
  t.match(timeline.entries(), [{ violations: [violation] }])
  t.match(traffic.violationsOf('getPushers'), [{ violation, times: 1, firstSeenIn: 'area/case' }])
  await t.rejects(
    client.ok('getPushers'),
    new Mismatch(
      `Expected the response to GET /_matrix/client/v3/pushers to conform to its schema, found violations: ${violation}`,
    ),
  )
})

t.test('text instead of JSON violates the schema', async (t) => {
  const { client } = await clientOf(t, (_, response) => response.end('<html>'))
  t.match(await client.call('getPushers'), {
    status: 200,
    body: '<html>',
    violations: [/expected an object, found "<html>"/],
  })
})

t.test('JSON that is nested too deeply is treated as text', async (t) => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const { client, timeline } = await clientOf(t, (_, response) => response.end(`{"pushers":${deep}}`))
  await t.rejects(client.ok('getPushers'), /to conform to its schema, found violations/)
  t.equal(timeline.entries().length, 1)
})

t.test('the operation decides what a failure means', async (t) => {
  const error = { errcode: 'M_UNKNOWN', error: 'defect' }
  const { client } = await clientOf(t, (_, response) => sendJson(response, 500, error))
  await t.rejects(
    client.ok('getPushers'),
    new Mismatch(
      'Expected GET /_matrix/client/v3/pushers to succeed, found status 500 with {"errcode":"M_UNKNOWN","error":"defect"}',
    ),
  )
  await t.rejects(client.ok('createRoom', { body: {} }), Inconclusive)
})

t.test('a request body that violates the schema is an error of Plexor, unless it is deliberate', async (t) => {
  const { client, peer } = await clientOf(t, (_, response) => sendJson(response, 400, { errcode: 'M_X', error: 'x' }))
  const body = { enabled: 'yes' }
  const path = { kind: 'content', ruleId: 'a' }
  await t.rejects(
    client.call('putPushRuleEnabled', { path, body }),
    /^Plexor itself failed: its request putPushRuleEnabled violates the schema/,
  )
  t.strictSame(peer.asked, [])
  t.match(await client.call('putPushRuleEnabled', { path, body, deliberate: true }), { status: 400 })
  t.match(peer.asked, [{ body }])
})

t.test('a redirect is a response like any other, and is not followed', async (t) => {
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
    { what: 'by a Retry-After that is not a number', response: limited({}, { 'retry-after': 'later' }), requests: 2 },
    { what: 'for longer than half a minute', response: limited({ retry_after_ms: 30_001 }), requests: 1 },
    {
      what: 'by a Retry-After that is too long, whatever retry_after_ms says',
      response: limited({ retry_after_ms: 1 }, { 'retry-after': '31' }),
      requests: 1,
    },
  ]) {
    t.test(`${what}: ${requests === 2 ? 'Plexor waits' : 'Plexor gives up'}`, async (t) => {
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

t.test('Plexor gives up on a target that limits the rate for ever', async (t) => {
  const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'slow down', retry_after_ms: 20_000 }
  const { client, peer } = await clientOf(t, (_, response, count) =>
    sendJson(response, 429, { ...body, retry_after_ms: count === 1 ? 5 : 29_999 }),
  )
  t.match(await client.call('getPushers'), { status: 429 })
  t.equal(peer.asked.length, 2)
})

t.test('no complete response', CONCURRENTLY, async (t) => {
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
    {
      what: 'no response at all',
      response: () => {},
      message: /no response within 0\.15 s$/,
      timeoutMs: SHORT_TIMEOUT_MS,
    },
    {
      what: 'half a response',
      response: (response: ServerResponse) => void start(response).write('{"pushers":'),
      message: /no response within 0\.15 s$/,
      timeoutMs: SHORT_TIMEOUT_MS,
    },
    { what: 'a body without an end', response: endless, message: /got no response: .+/ },
    {
      what: 'a connection that is closed before the response',
      response: (response: ServerResponse) => void response.destroy(),
      message: /got no response: .+/,
    },
    {
      what: 'a connection that is closed during the response',
      response: (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"pushers":', () => response.destroy())
      },
      message: /got no response: .+/,
    },
  ]) {
    t.test(`${what} is a mismatch in the push module, and makes other cases inconclusive`, async (t) => {
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

t.test('secrets in responses do not get into messages, not even in part', async (t) => {
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

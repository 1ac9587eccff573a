import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Inconclusive, Mismatch } from '../../../suites/harness/case/errors.ts'
import { checkShapes } from '../../../suites/harness/case/schema-case.ts'
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

t.test('a failure says which requirement the target violates', async (t) => {
  const { client } = await clientOf(t, (_, response) => sendJson(response, 403, { errcode: 'M_FORBIDDEN' }))
  const details = { buildsOn: ['rules-api.list-complete'] }
  await t.rejects(client.ok('getPushRules', {}, details), { name: 'Mismatch', details })
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
      t.equal(notes.length, 1)
      t.match(timeline.doubt, requests === 2 ? undefined : /limits the rate of getPushers for more than 30 s/)
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
      message: /no response within 0\.15 s/,
      timeoutMs: SHORT_TIMEOUT_MS,
    },
    {
      what: 'half a response',
      response: (response: ServerResponse) => void start(response).write('{"pushers":'),
      message: /no response within 0\.15 s/,
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
    t.test(`${what} makes a case inconclusive, also in the push module`, async (t) => {
      const options = timeoutMs === undefined ? {} : { timeoutMs }
      const respond = ({ url }: Asked, out: ServerResponse) => (url === '/' ? sendJson(out, 200, {}) : response(out))
      const { client, timeline, peer } = await clientOf(t, respond, options)
      const errors = await Promise.all(
        [client.ok('getPushers'), client.ok('createRoom', { body: {} })].map((call) =>
          call.then(String, (error: Error) => error),
        ),
      )
      for (const error of errors) t.match(error, { name: 'NoResponse', message })
      t.match(
        timeline.entries(),
        errors.flatMap(() => [
          { kind: 'note', summary: message },
          { kind: 'note', summary: message },
        ]),
      )
      t.equal(peer.asked.filter(({ url }) => url.endsWith('/pushers')).length, 2, 'it is sent once more')
    })
  }
})

t.test('a request that gets a response when it is sent again is nothing', async (t) => {
  const { client, timeline } = await clientOf(t, ({ url }, response, count) =>
    count === 1 ? void response.destroy() : sendJson(response, 200, url === '/' ? {} : { pushers: [] }),
  )
  t.strictSame(await client.ok('getPushers'), { pushers: [] })
  t.match(timeline.entries(), [
    { status: 200 },
    { kind: 'note', summary: /got no response: .+ \(the target responds to/ },
  ])
})

t.test('a request that does not only read is remembered when it is sent again', async (t) => {
  const { client, timeline } = await clientOf(t, ({ url }, response, count) =>
    count % 3 === 1 ? void response.destroy() : sendJson(response, 200, url === '/' ? {} : { pushers: [] }),
  )
  await client.ok('getPushers')
  t.equal(timeline.doubt, undefined)
  await client.call('createRoom', { body: {} })
  t.match(timeline.doubt, /^POST .*createRoom got no response: .*: it was sent again, and may have taken effect late/)
})

t.test('no response says nothing about a target that is slow', CONCURRENTLY, async (t) => {
  const { client } = await clientOf(
    t,
    ({ url }, response) => {
      if (url === '/') sendJson(response, 200, {})
      else if (url.endsWith('/notifications')) setTimeout(() => sendJson(response, 200, { notifications: [] }), 300)
    },
    { timeoutMs: 1000 },
  )
  const silent = client.ok('getPushers')
  for (let responses = 0; responses < 3; responses += 1) await client.ok('getNotifications')
  await t.rejects(silent, {
    name: 'NoResponse',
    message: /other responses took .* on average, so the target is slow/,
  })
})

t.test('a target that does not respond at all is not asked again', CONCURRENTLY, async (t) => {
  const respond = (_: Asked, response: ServerResponse, count: number) =>
    count === 1 ? sendJson(response, 200, { pushers: [] }) : void response.destroy()
  const { client, peer } = await clientOf(t, respond, { timeoutMs: 500 })
  await client.ok('getPushers')
  const gone = /^The target stopped responding after area\/case/
  await t.rejects(client.ok('getPushers'), { name: 'Inconclusive', message: gone })
  const before = peer.asked.length
  await t.rejects(client.ok('getPushers'), { name: 'Inconclusive', message: gone })
  t.equal(peer.asked.length, before)
  t.match(client.access.health.interruptionsSince(0), [
    { what: 'responses', after: 'area/case', during: ['area/case'], recovered: false },
  ])
})

t.test('an endpoint that is not there', async (t) => {
  const unrecognized = { errcode: 'M_UNRECOGNIZED', error: 'No such endpoint' }
  const absent = 'GET /_matrix/client/v3/notifications'

  t.test('fails the case that judges it, and does not apply to others', async (t) => {
    const { client, traffic } = await clientOf(t, (_, response) => sendJson(response, 404, unrecognized))
    traffic.setCases(['area/case', 'schema/get-notifications'])
    await t.rejects(client.ok('getNotifications'), {
      name: 'NotApplicable',
      message: `The target does not have ${absent} (status 404 with "M_UNRECOGNIZED"), which schema/get-notifications fails for`,
    })
    t.throws(() => checkShapes(traffic, 'getNotifications'), {
      name: 'Mismatch',
      message: `Expected the target to have ${absent}, found status 404 with "M_UNRECOGNIZED": 1 request needed it, first in area/case`,
    })
  })

  t.test('fails the first case that needs it, if no case of the run judges it', async (t) => {
    const { client } = await clientOf(t, (_, response) => sendJson(response, 405, {}))
    const message = `Expected the target to have ${absent}, found status 405`
    await t.rejects(client.ok('getNotifications'), { name: 'Mismatch', message })
  })

  t.test('is not what a 404 means once the endpoint was there', async (t) => {
    const { client } = await clientOf(t, (_, response, count) =>
      count === 1 ? sendJson(response, 200, { notifications: [] }) : sendJson(response, 404, unrecognized),
    )
    await client.ok('getNotifications')
    await t.rejects(client.ok('getNotifications'), { name: 'Mismatch', message: /to succeed, found status 404/ })
  })

  t.test('is not what another errcode means', async (t) => {
    const { client } = await clientOf(t, (_, response) => sendJson(response, 404, { errcode: 'M_NOT_FOUND' }))
    await t.rejects(client.ok('getNotifications'), { name: 'Mismatch', message: /to succeed, found status 404/ })
  })
})

t.test('a server error is recorded if the request was well-formed, and does not only prepare the case', async (t) => {
  const { client, timeline } = await clientOf(t, (_, response) => sendJson(response, 500, { errcode: 'M_UNKNOWN' }))
  await client.call('getPushers')
  await client.call('setPusher', { body: { kind: 5 }, deliberate: true })
  await timeline.preparing(() => client.call('createRoom', { body: {} }))
  await client.probe('GET', '/unheard_of')
  t.strictSame(timeline.serverErrors, [
    { request: 'GET /_matrix/client/v3/pushers', status: 500, body: { errcode: 'M_UNKNOWN' } },
    { request: 'GET /_matrix/client/v3/unheard_of', status: 500, body: { errcode: 'M_UNKNOWN' } },
  ])
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

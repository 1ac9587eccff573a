import t from 'tap'
import type { LogEntry } from '../../../reference/log.ts'
import { NEWEST, type SpecVersion } from '../../../spec/index.ts'
import { testServer } from './support.ts'

t.test('the listed versions are those up to the spec version', async (t) => {
  const listed = async (specVersion: SpecVersion) => {
    const { server } = testServer(t, { specVersion })
    const response = await server.fetch(new Request('http://localhost/_matrix/client/versions'))
    return ((await response.json()) as { versions: string[] }).versions
  }
  t.strictSame(await listed('seed'), ['r0.6.1'])
  t.strictSame(await listed('v1.3'), ['v1.1', 'v1.2', 'v1.3'])
  t.equal((await listed(NEWEST)).at(-1), NEWEST)
})

t.test('both major versions of a path have the same response', async (t) => {
  const { server, register } = testServer(t)
  const { token } = await register('alice')
  for (const version of ['r0', 'v3']) {
    const url = `http://localhost/_matrix/client/${version}/account/whoami`
    const response = await server.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` } }))
    t.equal(response.status, 200, version)
  }
})

t.test('invalid requests are refused with the right error', async (t) => {
  const { register, request } = testServer(t)
  const { token } = await register('alice')
  const cases = [
    { request: ['GET', '/nothing'], status: 404, errcode: 'M_UNRECOGNIZED' },
    { request: ['GET', '/pushrules'], status: 404, errcode: 'M_UNRECOGNIZED' },
    { request: ['DELETE', '/pushers'], status: 405, errcode: 'M_UNRECOGNIZED' },
    { request: ['GET', '/pushers/set'], status: 405, errcode: 'M_UNRECOGNIZED' },
    { request: ['PATCH', '/sync'], status: 405, errcode: 'M_UNRECOGNIZED' },
    { request: ['POST', '/rooms/!x:localhost/messages'], status: 405, errcode: 'M_UNRECOGNIZED' },
    { request: ['GET', '/rooms/!x:localhost/nothing'], status: 404, errcode: 'M_UNRECOGNIZED' },
    { request: ['GET', '/sync?since=x'], status: 400, errcode: 'M_INVALID_PARAM' },
    { request: ['GET', '/sync?timeout=x'], status: 400, errcode: 'M_INVALID_PARAM' },
    { request: ['GET', '/sync?filter={'], status: 400, errcode: 'M_INVALID_PARAM' },
    { request: ['POST', '/createRoom', '{"visibility":"x"}'], status: 400, errcode: 'M_INVALID_PARAM' },
    { request: ['POST', '/createRoom', '{"invite_3pid":[{}]}'], status: 400, errcode: 'M_INVALID_PARAM' },
    { request: ['POST', '/pushers/set', '{'], status: 400, errcode: 'M_NOT_JSON' },
    { request: ['POST', '/pushers/set', ''], status: 400, errcode: 'M_NOT_JSON' },
    { request: ['POST', '/pushers/set', `${'['.repeat(4e5)}`], status: 400, errcode: 'M_BAD_JSON' },
    {
      request: ['POST', '/createRoom', `{"name":${'[{"a":'.repeat(1e5)}1${'}]'.repeat(1e5)}}`],
      status: 400,
      errcode: 'M_BAD_JSON',
    },
    { request: ['POST', '/createRoom', `{"name":"${'[{'.repeat(1e5)}"}`], status: 413, errcode: 'M_TOO_LARGE' },
    { request: ['POST', '/pushers/set', '[]'], status: 400, errcode: 'M_BAD_JSON' },
    { request: ['POST', '/pushers/set', '{}'], status: 400, errcode: 'M_MISSING_PARAM' },
    { request: ['POST', '/createRoom', `{"name":"${'x'.repeat(2 ** 20)}"}`], status: 413, errcode: 'M_TOO_LARGE' },
  ]
  for (const {
    request: [method = '', path = '', body],
    status,
    errcode,
  } of cases) {
    t.match(await request(method, path, body, token), { status, body: { errcode, error: String } }, `${method} ${path}`)
  }
})

t.test('the response to an unsupported method lists the supported ones', async (t) => {
  const { server } = testServer(t)
  for (const [path, allowed] of [
    ['pushers', 'GET'],
    ['pushrules/global/override/a', 'GET, PUT, DELETE'],
  ]) {
    const url = `http://localhost/_matrix/client/v3/${path}`
    const response = await server.fetch(new Request(url, { method: 'POST' }))
    t.equal(response.status, 405)
    t.equal(response.headers.get('allow'), allowed)
    t.equal(response.headers.get('access-control-allow-origin'), '*')
  }
})

t.test('a body that is not UTF-8 is not JSON', async (t) => {
  const { register, request } = testServer(t)
  const { token } = await register('alice')
  const body = Buffer.from('{"name":"caf\xe9"}', 'latin1')
  t.match(await request('POST', '/createRoom', body, token), { status: 400, body: { errcode: 'M_NOT_JSON' } })
  t.equal((await request('POST', '/createRoom', Buffer.from('{"name":"café"}'), token)).status, 200)
})

t.test('requests without a valid access token are refused', async (t) => {
  const { request } = testServer(t)
  for (const path of ['/pushers', '/pushrules/', '/notifications', '/sync']) {
    t.match(await request('GET', path), { status: 401, body: { errcode: 'M_MISSING_TOKEN' } }, path)
    t.match(await request('GET', path, undefined, 'x'), { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } }, path)
  }
})

t.test('the access token can be in the query', async (t) => {
  const { register, request } = testServer(t)
  const { token } = await register('alice')
  t.equal((await request('GET', `/pushers?access_token=${token}`)).status, 200)
  t.equal((await request('GET', '/pushers?access_token=x')).status, 401)
})

t.test('web pages of other origins may use the API', async (t) => {
  const { server } = testServer(t)
  const url = 'http://localhost/_matrix/client/v3/pushers'
  const response = await server.fetch(new Request(url, { headers: { origin: 'https://app.example' } }))
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  const preflight = await server.fetch(new Request(url, { method: 'OPTIONS' }))
  t.ok(preflight.ok)
  t.equal(preflight.headers.get('access-control-allow-headers'), 'X-Requested-With,Content-Type,Authorization')
  t.equal(preflight.headers.get('access-control-allow-methods'), 'GET,POST,PUT,DELETE,OPTIONS')
  const nothing = await server.fetch(new Request('http://localhost/_matrix/nothing'))
  t.equal(nothing.headers.get('access-control-allow-origin'), '*', 'errors have the header too')
})

t.test('a failed login does not reveal whether the user exists', async (t) => {
  const { register, request } = testServer(t)
  await register('alice')
  const login = async (user: string) => {
    const identifier = { type: 'm.id.user', user }
    const { status, body } = await request('POST', '/login', { type: 'm.login.password', identifier, password: 'x' })
    return { status, errcode: body.errcode, error: body.error.replaceAll(user, 'user') }
  }
  t.strictSame(await login('alice'), await login('nobody'))
})

t.test('the log has an entry for each request, without its query', async (t) => {
  const entries: LogEntry[] = []
  const { request } = testServer(t, { log: (entry) => entries.push(entry) })
  await request('GET', '/pushers?access_token=secret')
  t.match(entries, [
    {
      part: 'homeserver',
      level: 'info',
      event: 'request',
      text: /^GET \/_matrix\/client\/v3\/pushers 401 \d+ms$/,
      details: { method: 'GET', path: '/_matrix/client/v3/pushers', status: 401, ms: Number },
    },
  ])
  t.equal(entries.length, 1)
  t.notMatch(JSON.stringify(entries), /secret/)
})

t.test('the server lists its capabilities', async (t) => {
  const { register } = testServer(t)
  const { body } = await (await register('alice')).get('/capabilities')
  t.match(body.capabilities, { 'm.room_versions': { default: '11', available: { '10': 'stable' } } })
})

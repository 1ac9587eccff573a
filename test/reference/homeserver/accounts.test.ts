import t from 'tap'
import { NOWHERE, pusher, testServer } from './support.ts'

const DUMMY = { auth: { type: 'm.login.dummy' } }

t.test('registration requires authentication and lists the flows', async (t) => {
  const { request } = testServer(t)
  const { status, body } = await request('POST', '/register', { username: 'alice', password: 'x' })
  t.equal(status, 401)
  t.match(body, { session: String, flows: [{ stages: ['m.login.dummy'] }], params: {} })

  const auth = { type: 'm.login.dummy', session: body.session }
  const registered = await request('POST', '/register', { username: 'alice', password: 'x', auth })
  t.equal(registered.status, 200)
  t.match(registered.body, { user_id: '@alice:localhost', access_token: String, device_id: String })
})

t.test('registration with inhibit_login does not log in', async (t) => {
  const { request } = testServer(t)
  const { body } = await request('POST', '/register', { username: 'alice', inhibit_login: true, ...DUMMY })
  t.strictSame(body, { user_id: '@alice:localhost' })
})

t.test('registration requires the registration token, if one is set', async (t) => {
  const { request } = testServer(t, { registration: { token: 'open sesame' } })
  const register = (auth: object) => request('POST', '/register', { username: 'alice', auth })
  const dummy = await register({ type: 'm.login.dummy' })
  t.equal(dummy.status, 401)
  t.strictSame(dummy.body.flows, [{ stages: ['m.login.registration_token'] }])
  t.match(await register({ type: 'm.login.registration_token', token: 'x' }), {
    status: 401,
    body: { errcode: 'M_FORBIDDEN' },
  })
  t.equal((await register({ type: 'm.login.registration_token', token: 'open sesame' })).status, 200)
})

t.test('closed registration refuses everyone', async (t) => {
  const { request } = testServer(t, { registration: { open: false } })
  t.match(await request('POST', '/register', DUMMY), { status: 403, body: { errcode: 'M_FORBIDDEN' } })
})

t.test('a username must be valid and not in use', async (t) => {
  const { register, request } = testServer(t)
  await register('alice')
  const cases = [
    { username: 'bob', status: 200 },
    { username: 'a.b_c=d-e/f+1', status: 200 },
    { username: undefined, status: 200 },
    { username: 'alice', status: 400, errcode: 'M_USER_IN_USE' },
    { username: 'Bob', status: 400, errcode: 'M_INVALID_USERNAME' },
    { username: 'b b', status: 400, errcode: 'M_INVALID_USERNAME' },
    { username: '', status: 400, errcode: 'M_INVALID_USERNAME' },
    { username: 'x'.repeat(250), status: 400, errcode: 'M_INVALID_USERNAME' },
    { username: 7, status: 400, errcode: 'M_BAD_JSON' },
  ]
  for (const { username, status, errcode } of cases) {
    const response = await request('POST', '/register', { username, ...DUMMY })
    t.match(response, { status, body: errcode === undefined ? {} : { errcode } }, String(username))
  }
  const available = (name: string) => request('GET', `/register/available?username=${name}`)
  t.strictSame(await available('carol'), { status: 200, body: { available: true } })
  t.match(await available('alice'), { status: 400, body: { errcode: 'M_USER_IN_USE' } })
  t.match(await available('B'), { status: 400, body: { errcode: 'M_INVALID_USERNAME' } })
})

t.test('a login requires the password', async (t) => {
  const { register, request } = testServer(t)
  await register('alice')
  const login = (changes: object) =>
    request('POST', '/login', { type: 'm.login.password', password: 'alice-secret', ...changes })

  t.equal((await login({ identifier: { type: 'm.id.user', user: 'alice' } })).status, 200)
  t.equal((await login({ identifier: { type: 'm.id.user', user: '@alice:localhost' } })).status, 200)
  t.equal((await login({ user: 'alice' })).status, 200)
  t.match(await login({ user: 'alice', password: 'x' }), { status: 403, body: { errcode: 'M_FORBIDDEN' } })
  t.match(await login({ user: 'nobody' }), { status: 403, body: { errcode: 'M_FORBIDDEN' } })
  t.match(await login({ user: 'alice', type: 'm.login.token' }), { status: 400 })
  t.match(await request('GET', '/login'), { status: 200, body: { flows: [{ type: 'm.login.password' }] } })
})

t.test('a second login with a device ID replaces the first one', async (t) => {
  const { login, register } = testServer(t)
  await register('alice')
  const first = await login('alice', 'PHONE')
  const second = await login('alice', 'PHONE')
  t.match(await first.get('/account/whoami'), { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } })
  t.strictSame((await second.get('/account/whoami')).body, {
    user_id: '@alice:localhost',
    device_id: 'PHONE',
    is_guest: false,
  })
})

t.test('a logout ends the session and removes its pushers, and no others', async (t) => {
  const { login, register } = testServer(t)
  const [first, second] = [await register('alice'), await login('alice')]
  await first.post('/pushers/set', pusher(NOWHERE, { pushkey: 'first' }))
  await second.post('/pushers/set', pusher(NOWHERE, { pushkey: 'second' }))
  await first.post('/logout')
  t.equal((await first.get('/account/whoami')).status, 401)
  t.match((await second.get('/pushers')).body.pushers, [{ pushkey: 'second' }])

  const third = await login('alice')
  await third.post('/logout/all')
  t.equal((await second.get('/account/whoami')).status, 401)
  t.strictSame((await (await login('alice')).get('/pushers')).body.pushers, [])
})

t.test('a new password ends other sessions and removes their pushers', async (t) => {
  const { login, register, request } = testServer(t)
  const [first, second] = [await register('alice'), await login('alice')]
  await first.post('/pushers/set', pusher(NOWHERE, { pushkey: 'first' }))
  await second.post('/pushers/set', pusher(NOWHERE, { pushkey: 'second' }))
  const challenge = await first.post('/account/password', { new_password: 'new' })
  t.match(challenge, { status: 401, body: { session: String, flows: [{ stages: ['m.login.password'] }] } })

  const identifier = { type: 'm.id.user', user: 'alice' }
  const change = (password: string) => {
    const auth = { type: 'm.login.password', identifier, password, session: challenge.body.session }
    return first.post('/account/password', { new_password: 'new', auth })
  }
  t.match(await change('wrong'), { status: 401, body: { errcode: 'M_FORBIDDEN' } })
  t.equal((await change('alice-secret')).status, 200)
  t.equal((await second.get('/account/whoami')).status, 401, 'other sessions have ended')
  t.match((await first.get('/pushers')).body.pushers, [{ pushkey: 'first' }], 'their pushers have been removed')
  t.equal((await request('POST', '/login', { type: 'm.login.password', identifier, password: 'new' })).status, 200)
})

t.test('the operator sees the newest accounts with their pushers, rules and changes', async (t) => {
  const { server, register } = testServer(t)
  const alice = await register('alice')
  const bob = await register('bob')
  await alice.post('/pushers/set', pusher(NOWHERE))
  await alice.put('/pushrules/global/content/tea', { pattern: 'tea', actions: ['notify'] })
  await alice.put('/pushrules/global/override/.m.rule.master/enabled', { enabled: true })
  const { total, newest } = server.accounts(10)
  t.equal(total, 2)
  t.match(newest, [
    { user_id: bob.userId, pushers: [], rules: {}, changes: [] },
    {
      user_id: alice.userId,
      pushers: [{ kind: 'http', data: { url: NOWHERE }, set_at: Number }],
      rules: { content: [{ rule_id: 'tea', pattern: 'tea', enabled: true }] },
      changes: [{ kind: 'override', rule_id: '.m.rule.master', enabled: true }],
    },
  ])
  t.strictSame(
    server.accounts(1).newest.map(({ user_id }) => user_id),
    [bob.userId],
  )
})

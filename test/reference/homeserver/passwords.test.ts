import t from 'tap'
import { CHEAP_COST, hashPassword, isPassword, SAFE_COST } from '../../../reference/homeserver/passwords.ts'
import { testServer } from './support.ts'

t.test('only the right password matches a hash', async (t) => {
  const stored = await hashPassword('knee', CHEAP_COST)
  t.notMatch(stored, /knee/)
  t.not(await hashPassword('knee', CHEAP_COST), stored, 'each hash has a salt of its own')
  t.ok(await isPassword('knee', stored, CHEAP_COST))
  t.ok(await isPassword('knee', stored, SAFE_COST), 'the cost is that of the hash')
  t.notOk(await isPassword('Knee', stored, CHEAP_COST))
  t.notOk(await isPassword('', stored, CHEAP_COST))
  t.notOk(await isPassword('knee', undefined, CHEAP_COST), 'no password matches an unknown user')
})

t.test('the safe cost works without blocking other requests', async (t) => {
  const { register, request } = testServer(t, { passwordCost: SAFE_COST })
  const done: string[] = []
  const registered = register('alice').then(() => done.push('registered'))
  await request('GET', '/login').then(() => done.push('something else'))
  await registered
  t.strictSame(done, ['something else', 'registered'], 'the other request was not blocked')
  const identifier = { type: 'm.id.user', user: 'alice' }
  const login = { type: 'm.login.password', identifier, password: 'alice-secret' }
  t.equal((await request('POST', '/login', login)).status, 200)
})

t.test('one of several simultaneous registrations of a username succeeds', async (t) => {
  const { request } = testServer(t)
  const registration = { username: 'alice', password: 'x', auth: { type: 'm.login.dummy' } }
  const responses = await Promise.all([1, 2, 3].map(() => request('POST', '/register', registration)))
  t.strictSame(responses.map((response) => response.status).sort(), [200, 400, 400])
  t.strictSame(new Set(responses.flatMap(({ body }) => body.errcode ?? [])), new Set(['M_USER_IN_USE']))
})

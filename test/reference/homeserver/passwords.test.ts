import t from 'tap'
import { CHEAP_COST, hashPassword, isPassword, SAFE_COST } from '../../../reference/homeserver/passwords.ts'
import { testServer } from './support.ts'

t.test('a password is known again by its hash, and no other is', async (t) => {
  const stored = await hashPassword('knee', CHEAP_COST)
  t.notMatch(stored, /knee/)
  t.not(await hashPassword('knee', CHEAP_COST), stored, 'each has a salt of its own')
  t.ok(await isPassword('knee', stored, CHEAP_COST))
  t.ok(await isPassword('knee', stored, SAFE_COST), 'at the cost that it was hashed at')
  t.notOk(await isPassword('Knee', stored, CHEAP_COST))
  t.notOk(await isPassword('', stored, CHEAP_COST))
  t.notOk(await isPassword('knee', undefined, CHEAP_COST), 'nobody has the password of who does not exist')
})

t.test('the safe cost works too, beside everything else', async (t) => {
  const { register, request } = testServer(t, { passwordCost: SAFE_COST })
  const done: string[] = []
  const registered = register('alice').then(() => done.push('registered'))
  await request('GET', '/login').then(() => done.push('something else'))
  await registered
  t.strictSame(done, ['something else', 'registered'], 'hashing stops nothing')
  const identifier = { type: 'm.id.user', user: 'alice' }
  const login = { type: 'm.login.password', identifier, password: 'alice-secret' }
  t.equal((await request('POST', '/login', login)).status, 200)
})

t.test('of two who want one name at the same time one gets it', async (t) => {
  const { request } = testServer(t)
  const wish = { username: 'alice', password: 'x', auth: { type: 'm.login.dummy' } }
  const responses = await Promise.all([1, 2, 3].map(() => request('POST', '/register', wish)))
  t.strictSame(responses.map((response) => response.status).sort(), [200, 400, 400])
  t.strictSame(new Set(responses.flatMap(({ body }) => body.errcode ?? [])), new Set(['M_USER_IN_USE']))
})

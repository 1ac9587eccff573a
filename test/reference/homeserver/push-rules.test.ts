import t from 'tap'
import { defaultRuleset, NEWEST } from '../../../spec/index.ts'
import { type Client, testServer } from './support.ts'

const GLOBAL = '/pushrules/global'
const NOTIFY = { actions: ['notify'] }

const put = (by: Client, id: string, query = '', body: object = NOTIFY) =>
  by.put(`${GLOBAL}/room/${encodeURIComponent(id)}${query}`, body)

/** Returns the IDs of the user's room rules, in order. */
async function order(of: Client): Promise<string> {
  const { body } = await of.get('/pushrules/')
  return body.global.room.map((rule: { rule_id: string }) => rule.rule_id).join(' ')
}

t.test('a new user has the default rules and all five kinds', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const { body } = await alice.get('/pushrules/')
  t.strictSame(body.global, Object.assign({ content: [], room: [], sender: [] }, defaultRuleset(NEWEST, alice.userId)))
  t.strictSame((await alice.get(`${GLOBAL}/`)).body, body.global)
})

t.test('a rule is returned as it was set', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const odd = { kind: 'org.example.odd', key: null, deep: { list: [1, 'x'] } }
  const tweak = { set_tweak: 'org.example', value: { loud: [1] } }
  const cases = [
    { kind: 'override', id: 'o', put: { ...NOTIFY, conditions: [odd] }, expected: { conditions: [odd] } },
    { kind: 'underride', id: 'u', put: NOTIFY, expected: { conditions: [] } },
    { kind: 'content', id: 'c', put: { actions: ['notify', tweak], pattern: 'cake' }, expected: { pattern: 'cake' } },
    { kind: 'room', id: '!r:localhost', put: { actions: [], pattern: 'x', conditions: [odd] }, expected: {} },
    {
      kind: 'sender',
      id: '@s:localhost',
      put: { actions: ['dont_notify'], enabled: false, default: true },
      expected: {},
    },
    { kind: 'content', id: 'тест %2F', put: { ...NOTIFY, pattern: 'тест' }, expected: { pattern: 'тест' } },
  ]
  for (const { kind, id, put, expected } of cases) {
    const path = `${GLOBAL}/${kind}/${encodeURIComponent(id)}`
    t.strictSame((await alice.put(path, put)).body, {}, id)
    const rule = { rule_id: id, default: false, enabled: true, actions: put.actions, ...expected }
    t.strictSame((await alice.get(path)).body, rule, id)
    t.strictSame(
      (await alice.get('/pushrules/')).body.global[kind].find((one: { rule_id: string }) => one.rule_id === id),
      rule,
    )
    t.strictSame((await alice.get(`${path}/enabled`)).body, { enabled: true })
    t.strictSame((await alice.get(`${path}/actions`)).body, { actions: put.actions })
  }
})

t.test('a rule is placed by before and after', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const steps = [
    { id: 'a', order: 'a' },
    { id: 'b', order: 'b a', says: 'a new rule is first' },
    { id: 'c', query: '?before=a', order: 'b c a' },
    { id: 'd', query: '?after=a', order: 'b c a d' },
    { id: 'e', query: '?before=c&after=d', order: 'b e c a d', says: 'before takes precedence' },
    { id: 'c', order: 'b e c a d', says: 'an update keeps the position' },
    { id: 'b', query: '?before=d', order: 'e c a b d', says: 'an update can move a rule down' },
    { id: 'd', query: '?after=e', order: 'e d c a b', says: 'an update can move a rule up' },
  ]
  for (const { id, query, order: expected, says } of steps) {
    t.equal((await put(alice, id, query)).status, 200)
    t.equal(await order(alice), expected, says ?? `${id}${query}`)
  }
  for (const query of ['?before=x', '?after=x', '?before=.m.rule.call', '?after=.m.rule.call', '?before=a']) {
    const id = query === '?before=a' ? 'a' : 'f'
    t.match(await put(alice, id, query), { status: 400, body: { errcode: 'M_UNKNOWN' } }, query)
  }
  t.equal(await order(alice), 'e d c a b', 'refused requests change nothing')
})

t.test('every change to many rules keeps their order', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  for (const id of ['a', 'b', 'c', 'd']) await put(alice, id)
  t.equal(await order(alice), 'd c b a')
  await alice.delete(`${GLOBAL}/room/c`)
  await put(alice, 'a', '?before=d')
  t.equal(await order(alice), 'a d b')
  await alice.put(`${GLOBAL}/room/b/enabled`, { enabled: false })
  await put(alice, 'e', '?after=d')
  t.equal(await order(alice), 'a d e b')
  for (const id of ['d', 'b', 'a']) await alice.delete(`${GLOBAL}/room/${id}`)
  await put(alice, 'f')
  t.equal(await order(alice), 'f e')
  await alice.delete(`${GLOBAL}/room/f`)
  await alice.delete(`${GLOBAL}/room/e`)
  await put(alice, 'g')
  t.equal(await order(alice), 'g')
})

t.test("a user's rules come before the default ones, except the master rule", async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  await alice.put(`${GLOBAL}/override/mine`, NOTIFY)
  const { override } = (await alice.get('/pushrules/')).body.global
  t.match(override, [{ rule_id: '.m.rule.master' }, { rule_id: 'mine' }, { rule_id: '.m.rule.suppress_notices' }])
})

t.test('an updated rule stays disabled, and a rule that is created again is enabled', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const path = `${GLOBAL}/content/x`
  await alice.put(path, { ...NOTIFY, pattern: 'old' })
  await alice.put(`${path}/enabled`, { enabled: false })
  await alice.put(path, { actions: [], pattern: 'new' })
  t.match((await alice.get(path)).body, { enabled: false, actions: [], pattern: 'new' })
  t.equal((await alice.delete(path)).status, 200)
  t.match(await alice.get(path), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
  t.match(await alice.delete(path), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
  await alice.put(path, { ...NOTIFY, pattern: 'x' })
  t.match((await alice.get(path)).body, { enabled: true })
})

t.test('each user can disable default rules and change their actions', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const path = `${GLOBAL}/underride/.m.rule.message`
  const before = (await bob.get(path)).body
  await alice.put(`${path}/enabled`, { enabled: false })
  await alice.put(`${path}/actions`, { actions: ['dont_notify'] })
  t.strictSame((await alice.get(path)).body, { ...before, enabled: false, actions: ['dont_notify'] })
  await alice.put(`${path}/enabled`, { enabled: true })
  t.match((await alice.get(path)).body, { enabled: true, actions: ['dont_notify'] })
  t.strictSame((await bob.get(path)).body, before)
})

t.test('invalid rules are refused', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const cases = [
    { path: 'room/.x', errcode: 'M_INVALID_PARAM' },
    { path: 'override/.m.rule.master', errcode: 'M_INVALID_PARAM' },
    { path: 'room/a%2Fb', errcode: 'M_INVALID_PARAM' },
    { path: 'room/a%5Cb', errcode: 'M_INVALID_PARAM' },
    { path: 'other/x', errcode: 'M_INVALID_PARAM' },
    { path: 'room/x', body: {}, errcode: 'M_MISSING_PARAM' },
    { path: 'room/x', body: { actions: 'notify' }, errcode: 'M_BAD_JSON' },
    { path: 'room/x', body: { actions: ['shout'] }, errcode: 'M_INVALID_PARAM' },
    { path: 'room/x', body: { actions: [{ set_tweak: 1 }] }, errcode: 'M_INVALID_PARAM' },
    { path: 'room/x', body: { actions: [{ set_sound: 'x' }] }, errcode: 'M_INVALID_PARAM' },
    { path: 'content/x', errcode: 'M_MISSING_PARAM' },
    { path: 'content/x', body: { ...NOTIFY, pattern: 1 }, errcode: 'M_BAD_JSON' },
    { path: 'override/x', body: { ...NOTIFY, conditions: 'x' }, errcode: 'M_BAD_JSON' },
    { path: 'underride/x', body: { ...NOTIFY, conditions: [{}] }, errcode: 'M_INVALID_PARAM' },
    { path: 'override/.m.rule.master/enabled', body: {}, errcode: 'M_MISSING_PARAM' },
    { path: 'override/.m.rule.master/enabled', body: { enabled: 'no' }, errcode: 'M_BAD_JSON' },
    { path: 'override/.m.rule.master/actions', body: { actions: ['x'] }, errcode: 'M_INVALID_PARAM' },
  ]
  const before = (await alice.get('/pushrules/')).body
  for (const { path, body = NOTIFY, errcode } of cases) {
    t.match(
      await alice.put(`${GLOBAL}/${path}`, body),
      { status: 400, body: { errcode } },
      `${path} ${JSON.stringify(body)}`,
    )
  }
  t.match(await alice.delete(`${GLOBAL}/override/.m.rule.master`), { status: 400 }, 'default rules cannot be deleted')
  t.strictSame((await alice.get('/pushrules/')).body, before)
})

t.test('a missing rule is an error', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const missing = ['room/x', 'room/x/enabled', 'room/x/actions', 'override/.m.rule.x', 'room/.m.rule.master/enabled']
  for (const path of missing) {
    t.match(await alice.get(`${GLOBAL}/${path}`), { status: 404, body: { errcode: 'M_NOT_FOUND' } }, path)
  }
  t.match(await alice.put(`${GLOBAL}/room/x/enabled`, { enabled: true }), { status: 404 })
  t.match(await alice.put(`${GLOBAL}/room/x/actions`, NOTIFY), { status: 404 })
  for (const path of ['room', 'room/', 'room/x/other', '../device/room/x']) {
    t.match(await alice.get(`${GLOBAL}/${path}`), { status: 404, body: { errcode: 'M_UNRECOGNIZED' } }, path)
  }
})

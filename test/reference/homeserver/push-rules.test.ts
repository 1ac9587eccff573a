import t from 'tap'
import { defaultRuleset, NEWEST } from '../../../spec/index.ts'
import { type Client, testServer } from './support.ts'

const GLOBAL = '/pushrules/global'
const NOTIFY = { actions: ['notify'] }

const put = (by: Client, id: string, query = '', body: object = NOTIFY) =>
  by.put(`${GLOBAL}/room/${encodeURIComponent(id)}${query}`, body)

/** The IDs of the user's room rules, in order. */
async function order(of: Client): Promise<string> {
  const { body } = await of.get('/pushrules/')
  return body.global.room.map((rule: { rule_id: string }) => rule.rule_id).join(' ')
}

t.test('a new user has the default rules, in all five kinds', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const { body } = await alice.get('/pushrules/')
  t.strictSame(body.global, Object.assign({ content: [], room: [], sender: [] }, defaultRuleset(NEWEST, alice.userId)))
  t.strictSame((await alice.get(`${GLOBAL}/`)).body, body.global)
})

t.test('a rule is told as it was put', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const odd = { kind: 'org.example.odd', key: null, deep: { list: [1, 'x'] } }
  const tweak = { set_tweak: 'org.example', value: { loud: [1] } }
  const cases = [
    { kind: 'override', id: 'o', put: { ...NOTIFY, conditions: [odd] }, told: { conditions: [odd] } },
    { kind: 'underride', id: 'u', put: NOTIFY, told: { conditions: [] } },
    { kind: 'content', id: 'c', put: { actions: ['notify', tweak], pattern: 'cake' }, told: { pattern: 'cake' } },
    { kind: 'room', id: '!r:localhost', put: { actions: [], pattern: 'x', conditions: [odd] }, told: {} },
    { kind: 'sender', id: '@s:localhost', put: { actions: ['dont_notify'], enabled: false, default: true }, told: {} },
    { kind: 'content', id: 'тест %2F', put: { ...NOTIFY, pattern: 'тест' }, told: { pattern: 'тест' } },
  ]
  for (const { kind, id, put, told } of cases) {
    const path = `${GLOBAL}/${kind}/${encodeURIComponent(id)}`
    t.strictSame((await alice.put(path, put)).body, {}, id)
    const rule = { rule_id: id, default: false, enabled: true, actions: put.actions, ...told }
    t.strictSame((await alice.get(path)).body, rule, id)
    t.strictSame(
      (await alice.get('/pushrules/')).body.global[kind].find((one: { rule_id: string }) => one.rule_id === id),
      rule,
    )
    t.strictSame((await alice.get(`${path}/enabled`)).body, { enabled: true })
    t.strictSame((await alice.get(`${path}/actions`)).body, { actions: put.actions })
  }
})

t.test('where a rule goes', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const steps = [
    { id: 'a', order: 'a' },
    { id: 'b', order: 'b a', says: 'a new rule goes on top' },
    { id: 'c', query: '?before=a', order: 'b c a' },
    { id: 'd', query: '?after=a', order: 'b c a d' },
    { id: 'e', query: '?before=c&after=d', order: 'b e c a d', says: 'before decides' },
    { id: 'c', order: 'b e c a d', says: 'an update stays where it is' },
    { id: 'b', query: '?before=d', order: 'e c a b d', says: 'or moves down' },
    { id: 'd', query: '?after=e', order: 'e d c a b', says: 'or up' },
  ]
  for (const { id, query, order: wanted, says } of steps) {
    t.equal((await put(alice, id, query)).status, 200)
    t.equal(await order(alice), wanted, says ?? `${id}${query}`)
  }
  for (const query of ['?before=x', '?after=x', '?before=.m.rule.call', '?after=.m.rule.call', '?before=a']) {
    const id = query === '?before=a' ? 'a' : 'f'
    t.match(await put(alice, id, query), { status: 400, body: { errcode: 'M_UNKNOWN' } }, query)
  }
  t.equal(await order(alice), 'e d c a b', 'what is refused changes nothing')
})

t.test('rules of the user come before the default ones, but for the master rule', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  await alice.put(`${GLOBAL}/override/mine`, NOTIFY)
  const { override } = (await alice.get('/pushrules/')).body.global
  t.match(override, [{ rule_id: '.m.rule.master' }, { rule_id: 'mine' }, { rule_id: '.m.rule.suppress_notices' }])
})

t.test('an update keeps whether the rule is enabled; a rule made anew is enabled', async (t) => {
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

t.test('default rules can be disabled and given other actions, by each user alone', async (t) => {
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

t.test('rules that are refused', async (t) => {
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
  t.match(await alice.delete(`${GLOBAL}/override/.m.rule.master`), { status: 400 }, 'default rules are not deleted')
  t.strictSame((await alice.get('/pushrules/')).body, before)
})

t.test('what does not exist', async (t) => {
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

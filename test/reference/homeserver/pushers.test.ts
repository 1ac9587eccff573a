import t from 'tap'
import { type Client, NOWHERE, pusher, testServer } from './support.ts'

const list = async (of: Client) => (await of.get('/pushers')).body.pushers

t.test('a pusher is returned as it was set, to its user only', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  t.strictSame(await list(alice), [])
  const expected = pusher(NOWHERE, { profile_tag: 'tag', data: { url: NOWHERE, format: 'event_id_only', mine: [1] } })
  t.strictSame(await alice.post('/pushers/set', { ...expected, append: false }), { status: 200, body: {} })
  t.strictSame(await list(alice), [expected])
  t.strictSame(await list(bob), [])
})

t.test('app ID and pushkey identify a pusher of a user', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const set = (changes: object) => alice.post('/pushers/set', pusher(NOWHERE, changes))
  await set({ pushkey: 'a' })
  await set({ pushkey: 'b' })
  await set({ pushkey: 'a', app_id: 'other' })
  await set({ pushkey: 'a', lang: 'de' })
  t.match(await list(alice), [
    { pushkey: 'a', app_id: 'org.example.app', lang: 'de' },
    { pushkey: 'b' },
    { pushkey: 'a', app_id: 'other' },
  ])
  t.equal((await set({ pushkey: 'a', kind: null })).status, 200)
  t.match(await list(alice), [{ pushkey: 'b' }, { pushkey: 'a', app_id: 'other' }])
  const identity = { app_id: 'other', pushkey: 'a', kind: null }
  t.equal((await alice.post('/pushers/set', identity)).status, 200, 'a deletion requires the identity only')
  t.equal((await alice.post('/pushers/set', identity)).status, 200, 'a deletion can be repeated')
  t.equal((await list(alice)).length, 1)
})

t.test('the same pusher of another user is removed, unless the new one is appended', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  await alice.post('/pushers/set', pusher(NOWHERE))
  await alice.post('/pushers/set', pusher(NOWHERE, { app_id: 'other' }))
  await bob.post('/pushers/set', pusher(NOWHERE, { append: true }))
  t.equal((await list(alice)).length, 2)
  await bob.post('/pushers/set', pusher('http://127.0.0.1:9/other'))
  t.equal((await list(alice)).length, 2, 'a refused request removes nothing')
  await bob.post('/pushers/set', pusher(NOWHERE))
  t.match(await list(alice), [{ app_id: 'other' }])
  await alice.post('/pushers/set', { ...pusher(NOWHERE), kind: null })
  t.equal((await list(bob)).length, 1, 'a deletion does not affect other users')
})

t.test('invalid pushers are refused', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const cases: { changes: Record<string, unknown>; errcode: string }[] = [
    ...['kind', 'app_id', 'pushkey', 'app_display_name', 'device_display_name', 'lang', 'data'].map((name) => ({
      changes: { [name]: undefined },
      errcode: 'M_MISSING_PARAM',
    })),
    { changes: { data: {} }, errcode: 'M_MISSING_PARAM' },
    { changes: { data: { url: 'not a url' } }, errcode: 'M_INVALID_PARAM' },
    { changes: { data: { url: 'http://127.0.0.1:9/notify' } }, errcode: 'M_INVALID_PARAM' },
    { changes: { data: { url: 7 } }, errcode: 'M_BAD_JSON' },
    { changes: { data: 'x' }, errcode: 'M_BAD_JSON' },
    { changes: { lang: 7 }, errcode: 'M_BAD_JSON' },
    { changes: { append: 'yes' }, errcode: 'M_BAD_JSON' },
    { changes: { kind: 'smoke signals' }, errcode: 'M_INVALID_PARAM' },
    { changes: { kind: 'email' }, errcode: 'M_INVALID_PARAM' },
    { changes: { app_id: 'a'.repeat(65) }, errcode: 'M_INVALID_PARAM' },
    { changes: { pushkey: 'é'.repeat(257) }, errcode: 'M_INVALID_PARAM' },
  ]
  for (const { changes, errcode } of cases) {
    const response = await alice.post('/pushers/set', pusher(NOWHERE, changes))
    t.match(response, { status: 400, body: { errcode } }, JSON.stringify(changes).slice(0, 60))
  }
  t.match((await alice.post('/pushers/set', pusher(NOWHERE, { lang: undefined, data: undefined }))).body, {
    error: /lang, data/,
  })
  t.strictSame(await list(alice), [])
})

t.test('fields at the length limit and email pushers are accepted', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const longest = pusher(NOWHERE, { app_id: 'a'.repeat(64), pushkey: 'é'.repeat(256) })
  t.equal((await alice.post('/pushers/set', longest)).status, 200)
  const email = pusher(NOWHERE, { kind: 'email', app_id: 'm.email', pushkey: 'a@example.org', data: {} })
  t.equal((await alice.post('/pushers/set', email)).status, 200)
  t.match(await list(alice), [{ kind: 'http' }, { kind: 'email', data: {} }])
})

t.test('a gateway over plain HTTP or at a private address is refused, unless that is allowed', async (t) => {
  const { register } = testServer(t, { delivery: {} })
  const alice = await register('alice')
  t.match(await alice.post('/pushers/set', pusher(NOWHERE)), { status: 400, body: { errcode: 'M_INVALID_PARAM' } })
})

import t from 'tap'
import { createRateLimiter } from '../../../reference/homeserver/rate-limit.ts'
import { createHomeserver } from '../../../reference/index.ts'
import type { SpecVersion } from '../../../spec/index.ts'
import { testServer } from './support.ts'

t.test('a bucket refills over time, up to its burst', async (t) => {
  let now = 0
  const { take } = createRateLimiter({ perSecond: 2, burst: 3 }, () => now)
  const passes = (who = 'alice') => {
    try {
      take(who)
      return true
    } catch (error) {
      t.match(error, { status: 429, errcode: 'M_LIMIT_EXCEEDED', details: { retry_after_ms: Number } })
      return false
    }
  }
  t.strictSame([passes(), passes(), passes(), passes()], [true, true, true, false])
  t.ok(passes('bob'), 'each user has a bucket')
  t.throws(() => take('alice'), { message: 'Too many requests; wait 500 ms before the next one' })
  now = 499
  t.notOk(passes())
  now = 500
  t.strictSame([passes(), passes()], [true, false], 'after the reported time')
  now = 1e9
  t.strictSame([passes(), passes(), passes(), passes()], [true, true, true, false])
})

t.test('invalid limits are refused', async (t) => {
  for (const rateLimit of [
    { perSecond: 0, burst: 1 },
    { perSecond: 1, burst: 0 },
    { perSecond: Number.NaN, burst: 1 },
  ]) {
    t.throws(() => createHomeserver({ rateLimit }), RangeError, JSON.stringify(rateLimit))
  }
})

t.test('a user who sends too many requests is limited, and no other user is', async (t) => {
  const { register, server } = testServer(t, { rateLimit: { perSecond: 0.001, burst: 3 } })
  const [alice, bob] = [await register('alice'), await register('bob')]
  const write = (who: typeof alice) => who.put(`/user/${who.userId}/account_data/org.example`, {})
  for (let request = 0; request < 3; request += 1) t.equal((await write(alice)).status, 200)
  const { body, status } = await write(alice)
  t.equal(status, 429)
  t.match(body, { errcode: 'M_LIMIT_EXCEEDED', error: String, retry_after_ms: Number })
  t.ok(body.retry_after_ms > 900_000)
  t.equal((await alice.get('/sync')).status, 200, 'reading is not limited')
  t.equal((await write(bob)).status, 200)

  const login = (address: string) => {
    const request = new Request('http://localhost/_matrix/client/v3/login', { method: 'POST', body: '{}' })
    return server.fetch(request, { address })
  }
  const statuses = []
  for (let request = 0; request < 4; request += 1) statuses.push((await login('192.0.2.1')).status)
  t.strictSame(statuses, [400, 400, 400, 429], 'requests without a session are limited by address')
  t.equal((await login('192.0.2.2')).status, 400)
})

t.test('the Retry-After header is sent since v1.10', async (t) => {
  const header = async (specVersion: SpecVersion) => {
    const { server } = testServer(t, { specVersion, rateLimit: { perSecond: 0.1, burst: 1 } })
    const request = () => new Request('http://localhost/_matrix/client/v3/register', { method: 'POST', body: '{}' })
    await server.fetch(request())
    const response = await server.fetch(request())
    t.equal(response.status, 429, specVersion)
    return response.headers.get('retry-after')
  }
  t.equal(await header('v1.9'), null)
  t.equal(await header('v1.10'), '10')
})

t.test('requests are not limited by default', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const path = `/user/${alice.userId}/account_data/org.example`
  const responses = await Promise.all(Array.from({ length: 500 }, () => alice.put(path, {})))
  t.strictSame([...new Set(responses.map((response) => response.status))], [200])
})

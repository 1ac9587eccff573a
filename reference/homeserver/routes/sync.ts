import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { quote, readBody } from '../body.ts'
import { invalidParam, notFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { buildSync } from '../sync/build-sync.ts'
import { readFilter, type SyncFilter } from '../sync/filter.ts'
import { waitForChange } from '../sync/wait-for-change.ts'
import { readInlineFilter, readTimeout, readToken } from './query.ts'

/** Maximum time that a request waits, in milliseconds. */
const MAX_WAIT_MS = 120_000

/**
 * `/sync` and the filters for it.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#syncing
 */
export function syncRoutes(services: Services) {
  const { policies, store } = services
  const signed = signedIn(services)

  function filterOf(userId: string, filter: string | undefined): SyncFilter {
    if (filter === undefined) return readFilter({})
    if (filter.startsWith('{')) return readFilter(readInlineFilter(filter))
    const stored = store.filters.find(userId, filter)
    if (stored === undefined) throw invalidParam(`Filter: expected JSON or a filter ID, found ${quote(filter)}`)
    return readFilter(stored)
  }

  return new Hono<Env>()
    .post('/user/:userId/filter', signed, async (c) => {
      const userId = c.req.param('userId')
      assertSelf(c, userId)
      return c.json({ filter_id: store.filters.add(userId, await readBody(c.req.raw)) })
    })
    .get('/user/:userId/filter/:filterId', signed, (c) => {
      const { userId, filterId } = c.req.param()
      assertSelf(c, userId)
      const filter = store.filters.find(userId, filterId)
      if (filter === undefined) throw notFound(`There is no filter with the ID ${quote(filterId)}`)
      return c.json(filter)
    })
    .get('/sync', signed, async (c) => {
      const session = c.get('session')
      const { since, filter, full_state, timeout } = c.req.query()
      const request = { session, filter: filterOf(session.userId, filter), fullState: full_state === 'true' }
      const longest = readTimeout(timeout, MAX_WAIT_MS)
      const wait = {
        userId: session.userId,
        milliseconds: request.fullState || since === undefined ? 0 : longest,
        signal: c.req.raw.signal,
      }
      const position = readToken('since', since)
      const read = () => buildSync(services, position === undefined ? request : { ...request, since: position })
      const { response } = await waitForChange(services.waiters, wait, read)
      return c.json(policies.schema.response('sync', response))
    })
}

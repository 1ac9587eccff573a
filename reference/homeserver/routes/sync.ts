import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { isObject, quote, readBody } from '../body.ts'
import { invalidParam, notFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { buildSync, type SyncRequest } from '../sync/build-sync.ts'
import { readFilter, type SyncFilter } from '../sync/filter.ts'
import { syncPosition } from '../sync/token.ts'

/** The longest that a request may wait, in milliseconds, whatever it asks for. */
const MAX_WAIT_MS = 120_000

/**
 * `/sync` and the filters for it.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#syncing
 */
export function syncRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  function filterOf(userId: string, filter: string | undefined): SyncFilter {
    if (filter === undefined) return readFilter({})
    if (filter.startsWith('{')) return readFilter(inlineFilter(filter))
    const stored = store.filters.find(userId, filter)
    if (stored === undefined) throw invalidParam(`The filter ${quote(filter)} is neither JSON nor a filter ID`)
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
      if (since === undefined) return c.json(buildSync(services, request).response)
      const position = syncPosition(since)
      if (position === undefined) throw invalidParam(`The value of "since" is ${quote(since)}, which is no sync token`)
      const waiting = { ...request, since: position }
      return c.json(await syncWhenSomethingHappened(services, waiting, waitOf(timeout), c.req.raw.signal))
    })
}

/** Answers at once when there is something to tell, else when there is, or when the time is over. */
async function syncWhenSomethingHappened(
  services: Services,
  request: SyncRequest,
  milliseconds: number,
  signal: AbortSignal,
) {
  const { waiters } = services
  const deadline = performance.now() + milliseconds
  for (;;) {
    const { response, isEmpty } = buildSync(services, request)
    const remaining = deadline - performance.now()
    if (!isEmpty || remaining <= 0 || request.fullState) return response
    await waiters.wait(request.session.userId, remaining, signal)
    if (waiters.closed || signal.aborted) return response
  }
}

function waitOf(timeout: string | undefined): number {
  if (timeout === undefined) return 0
  if (!/^\d+$/.test(timeout))
    throw invalidParam(`The timeout is ${quote(timeout)}; it must be a number of milliseconds`)
  return Math.min(Number(timeout), MAX_WAIT_MS)
}

function inlineFilter(json: string) {
  try {
    const filter: unknown = JSON.parse(json)
    if (isObject(filter)) return filter
  } catch {
    // Said below
  }
  throw invalidParam(`The filter ${quote(json)} begins like JSON but is no JSON object`)
}

import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { field, optionalField, quote, readBody, STRING } from '../body.ts'
import { BoundedCache } from '../bounded-cache.ts'
import { invalidParam, notFound } from '../errors.ts'
import type { Services } from '../services.ts'

const PRESENCES = ['online', 'offline', 'unavailable']

/** Maximum size of the presence of all users, in characters of their IDs and messages. */
const MAX_STORED_CHARACTERS = 1024 * 1024

/**
 * Presence. It can be read, but `/sync` does not report it, which the specification permits.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#presence
 */
export function presenceRoutes(services: Services) {
  const signed = signedIn(services)
  const statuses = new BoundedCache<{ presence: string; status_msg?: string }>(MAX_STORED_CHARACTERS)

  return new Hono<Env>()
    .put('/presence/:userId/status', signed, async (c) => {
      const userId = c.req.param('userId')
      assertSelf(c, userId)
      const body = await readBody(c.req.raw)
      const presence = field(body, 'presence', STRING)
      if (!PRESENCES.includes(presence)) {
        throw invalidParam(`Field "presence": expected one of ${PRESENCES.join(', ')}, found ${quote(presence)}`)
      }
      const message = optionalField(body, 'status_msg', STRING)
      const status = { presence, ...(message === undefined ? {} : { status_msg: message }) }
      statuses.set(userId, status, userId.length + (message?.length ?? 0))
      return c.json({})
    })
    .get('/presence/:userId/status', signed, (c) => {
      const userId = c.req.param('userId')
      if (services.store.users.find(userId) === undefined) throw notFound(`Unknown user ${userId}`)
      return c.json(statuses.get(userId) ?? { presence: 'offline' })
    })
}

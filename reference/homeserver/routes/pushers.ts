import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { readBody } from '../body.ts'
import { setPusher } from '../push/set-pusher.ts'
import type { Services } from '../services.ts'

/**
 * Pushers.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushers
 */
export function pusherRoutes(services: Services) {
  const { pushers: policy, schema } = services.policies
  const signed = signedIn(services)
  return new Hono<Env>()
    .get('/pushers', signed, (c) => {
      const pushers = policy.list(services.store.pushers, c.get('session').userId)
      return c.json(schema.response('getPushers', { pushers: pushers.map((pusher) => policy.present(pusher)) }))
    })
    .post('/pushers/set', signed, async (c) => {
      setPusher(services, c.get('session'), await readBody(c.req.raw))
      return c.json(schema.response('setPusher', {}))
    })
}

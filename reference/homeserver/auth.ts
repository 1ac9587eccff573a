import type { Context, Hono, MiddlewareHandler } from 'hono'
import { forbidden, RequestError } from './errors.ts'
import { tokenHash } from './ids.ts'
import type { Services } from './services.ts'

/** Who makes a request. */
export interface Session {
  userId: string
  deviceId: string
}

/** Where a request comes from. */
export interface Peer {
  /** IP address; absent where there is no connection */
  address?: string
}

/** What handlers find in the request context. */
export interface Env {
  Bindings: Peer
  Variables: { session: Session }
}

/** A part of the API. */
export type Router = Hono<Env>

/**
 * Lets only requests through that carry a known access token, and not too many of them.
 *
 * The token stands in the `Authorization` header or in the query. Clients should not put it into the query since v1.11,
 * but servers have to take it from there in every version up to v1.19, so this one does at every profile.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens
 */
export function signedIn({ policies, rateLimiter, store }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const token = policies.authentication.token(c.req.header('authorization'), c.req.query('access_token'))
    if (token === undefined) {
      throw new RequestError(401, 'M_MISSING_TOKEN', 'The request has no access token; log in and send its token')
    }
    const device = store.devices.findByToken(tokenHash(token))
    if (device === undefined) {
      rateLimiter.take(addressOf(c))
      throw new RequestError(401, 'M_UNKNOWN_TOKEN', 'The access token is not known; log in again')
    }
    // Reading is not limited: waiting in /sync is how clients hear of everything
    if (c.req.method !== 'GET') rateLimiter.take(device.user_id)
    c.set('session', { userId: device.user_id, deviceId: device.device_id })
    await next()
  }
}

/** Lets everyone through, but not too many requests from one address. */
export function signedOut({ rateLimiter }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    rateLimiter.take(addressOf(c))
    await next()
  }
}

/** Throws M_FORBIDDEN unless the user named in the path is the one who asks. */
export function assertSelf(c: Context<Env>, userId: string): void {
  const { userId: own } = c.get('session')
  if (userId !== own) throw forbidden(`${own} may not do this for ${userId}`)
}

/** Where the request comes from, as the rate limiter knows it; requests without a connection count as one. */
function addressOf(c: Context<Env>): string {
  return `address ${c.env?.address ?? 'unknown'}`
}

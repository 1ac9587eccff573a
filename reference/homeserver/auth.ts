import type { Context, Hono, MiddlewareHandler } from 'hono'
import { forbidden, RequestError } from './errors.ts'
import { tokenHash } from './ids.ts'
import type { Services } from './services.ts'

/** User and device that make a request. */
export interface Session {
  userId: string
  deviceId: string
}

/** Network peer that sent a request. */
export interface Peer {
  /** IP address; absent without a network connection */
  address?: string
}

/** Hono environment: values in the context of request handlers. */
export interface Env {
  Bindings: Peer
  Variables: { session: Session }
}

/** Part of the API. */
export type Router = Hono<Env>

/**
 * Returns middleware that requires a known access token and applies the rate limit.
 *
 * The token is in the `Authorization` header, or in the query up to v1.19. Since v1.11 clients should not put it there,
 * and the draft no longer supports that.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens
 */
export function signedIn({ policies, rateLimiter, specVersion, store }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { authorization } = c.req.header()
    const token = policies.authentication.token(authorization, c.req.query('access_token'), specVersion)
    if (token === undefined) {
      throw new RequestError(401, 'M_MISSING_TOKEN', 'The request has no access token; log in and send the token')
    }
    const device = store.devices.findByToken(tokenHash(token))
    if (device === undefined) {
      rateLimiter.take(addressOf(c))
      throw new RequestError(401, 'M_UNKNOWN_TOKEN', 'Unknown access token; log in again')
    }
    // GET requests are not limited, because clients get all updates from /sync
    if (c.req.method !== 'GET') rateLimiter.take(device.user_id)
    c.set('session', { userId: device.user_id, deviceId: device.device_id })
    await next()
  }
}

/** Returns middleware that needs no access token and applies the rate limit by address. */
export function signedOut({ rateLimiter }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    rateLimiter.take(addressOf(c))
    await next()
  }
}

/**
 * Requires the user in the path to be the one who makes the request.
 *
 * @throws {RequestError} with M_FORBIDDEN otherwise
 */
export function assertSelf(c: Context<Env>, userId: string): void {
  const { userId: own } = c.get('session')
  if (userId !== own) throw forbidden(`${own} cannot do this for ${userId}`)
}

/** Returns the key of the request's address in the rate limiter. Requests without a connection share one key. */
function addressOf(c: Context<Env>): string {
  return `address ${c.env?.address ?? 'unknown'}`
}

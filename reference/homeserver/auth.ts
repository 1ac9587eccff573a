import type { Context, Hono, MiddlewareHandler } from 'hono'
import { forbidden, RequestError } from './errors.ts'
import { tokenHash } from './ids.ts'
import type { Services } from './services.ts'

/** Who makes a request. */
export interface Session {
  userId: string
  deviceId: string
}

/** What handlers find in the request context. */
export interface Env {
  Variables: { session: Session }
}

/** A part of the API. */
export type Router = Hono<Env>

/**
 * Lets only requests through that carry a known access token, in the `Authorization` header or in the query.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens
 */
export function signedIn({ store }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const token = bearerToken(c.req.header('authorization')) ?? c.req.query('access_token')
    if (token === undefined) {
      throw new RequestError(401, 'M_MISSING_TOKEN', 'The request has no access token; log in and send its token')
    }
    const device = store.devices.findByToken(tokenHash(token))
    if (device === undefined) {
      throw new RequestError(401, 'M_UNKNOWN_TOKEN', 'The access token is not known; log in again')
    }
    c.set('session', { userId: device.user_id, deviceId: device.device_id })
    await next()
  }
}

/** Throws M_FORBIDDEN unless the user named in the path is the one who asks. */
export function assertSelf(c: Context<Env>, userId: string): void {
  const { userId: own } = c.get('session')
  if (userId !== own) throw forbidden(`${own} may not do this for ${userId}`)
}

function bearerToken(header: string | undefined): string | undefined {
  return header?.match(/^Bearer +(\S+)$/i)?.[1]
}

import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { atLeast, RELEASED_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import type { Log, LogEntry } from '../log.ts'
import type { Env } from './auth.ts'
import { RequestError } from './errors.ts'
import { accountDataRoutes } from './routes/account-data.ts'
import { accountRoutes } from './routes/accounts.ts'
import { capabilityRoutes } from './routes/capabilities.ts'
import { directoryRoutes } from './routes/directory.ts'
import { eventStreamRoutes } from './routes/event-stream.ts'
import { eventRoutes } from './routes/events.ts'
import { historyRoutes } from './routes/history.ts'
import { loginRoutes } from './routes/login.ts'
import { membershipRoutes } from './routes/membership.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { presenceRoutes } from './routes/presence.ts'
import { profileRoutes } from './routes/profiles.ts'
import { pushRuleRoutes } from './routes/push-rules.ts'
import { pusherRoutes } from './routes/pushers.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { roomRoutes } from './routes/rooms.ts'
import { stateRoutes } from './routes/state.ts'
import { syncRoutes } from './routes/sync.ts'
import { tagRoutes } from './routes/tags.ts'
import { typingRoutes } from './routes/typing.ts'
import type { Services } from './services.ts'

const ROUTES = [
  loginRoutes,
  accountRoutes,
  capabilityRoutes,
  profileRoutes,
  directoryRoutes,
  roomRoutes,
  membershipRoutes,
  eventRoutes,
  stateRoutes,
  historyRoutes,
  eventStreamRoutes,
  syncRoutes,
  receiptRoutes,
  typingRoutes,
  presenceRoutes,
  accountDataRoutes,
  tagRoutes,
  pusherRoutes,
  pushRuleRoutes,
  notificationRoutes,
]

/** CORS headers that the specification recommends for web clients. */
const CORS = {
  origin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
  allowHeaders: ['X-Requested-With', 'Content-Type', 'Authorization'],
}

/**
 * Creates the client-server API of the homeserver.
 *
 * @param log called for every request and every unexpected error
 */
export function createApp(services: Services, log: Log): Hono<Env> {
  const api = new Hono<Env>().get('/_matrix/client/versions', (c) =>
    c.json({ versions: versions(services.specVersion) }),
  )
  for (const area of ROUTES) {
    const routes = area(services)
    for (const version of ['r0', 'v3']) api.route(`/_matrix/client/${version}`, routes)
  }
  // A request to a known path that gets here has a wrong method
  for (const [path, routes] of Map.groupBy([...api.routes], (route) => route.path)) {
    const allowed = [...new Set(routes.map((route) => route.method))].join(', ')
    api.all(path, (c) => {
      c.header('Allow', allowed)
      throw new RequestError(405, 'M_UNRECOGNIZED', `Method: expected ${allowed}, found ${c.req.method}`)
    })
  }

  const app = new Hono<Env>()
  app.use(async (c, next) => {
    const start = performance.now()
    await next()
    log(requestEntry(c, Math.round(performance.now() - start)))
  })
  app.use(cors(CORS))
  app.route('/', api)
  app.notFound((c) =>
    errorResponse(c, new RequestError(404, 'M_UNRECOGNIZED', `There is no endpoint at ${c.req.path}`)),
  )
  app.onError((error, c) => {
    if (error instanceof RequestError) return errorResponse(c, error)
    log(failureEntry(c, error))
    return c.json({ errcode: 'M_UNKNOWN', error: 'Internal server error' }, 500)
  })
  return app

  function errorResponse(c: Context<Env>, error: RequestError) {
    const { retry_after_ms: wait } = error.details
    if (typeof wait === 'number' && atLeast(services.specVersion, 'v1.10')) {
      c.header('Retry-After', String(Math.ceil(wait / 1000)))
    }
    const { method, path } = c.req
    const { status, body } = services.policies.errors.refusal(error, { method, path })
    return c.json(body, status as ContentfulStatusCode)
  }
}

/** Returns a log entry without the query, because it can contain an access token. */
function requestEntry(c: Context<Env>, ms: number): LogEntry {
  const { method, path } = c.req
  const { status } = c.res
  return {
    part: 'homeserver',
    level: 'info',
    event: 'request',
    text: `${method} ${path} ${status} ${ms}ms`,
    details: { method, path, status, ms },
  }
}

function failureEntry(c: Context<Env>, error: Error): LogEntry {
  const { method, path } = c.req
  const text = `${method} ${path} failed: ${error.stack ?? error.message}`
  return { part: 'homeserver', level: 'error', event: 'request-failed', text, details: { method, path } }
}

function versions(specVersion: SpecVersion): string[] {
  const released = RELEASED_VERSIONS.filter((version) => version !== 'seed' && atLeast(specVersion, version))
  return specVersion === 'seed' ? ['r0.6.1'] : released
}

import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { PROFILES, type Profile } from '../../spec/index.ts'
import type { Env } from './auth.ts'
import { RequestError } from './errors.ts'
import { accountDataRoutes } from './routes/account-data.ts'
import { accountRoutes } from './routes/accounts.ts'
import { capabilityRoutes } from './routes/capabilities.ts'
import { directoryRoutes } from './routes/directory.ts'
import { eventRoutes } from './routes/events.ts'
import { loginRoutes } from './routes/login.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { profileRoutes } from './routes/profiles.ts'
import { pushRuleRoutes } from './routes/push-rules.ts'
import { pusherRoutes } from './routes/pushers.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { roomRoutes } from './routes/rooms.ts'
import { syncRoutes } from './routes/sync.ts'
import type { Services } from './services.ts'

const AREAS = [
  loginRoutes,
  accountRoutes,
  capabilityRoutes,
  profileRoutes,
  directoryRoutes,
  roomRoutes,
  eventRoutes,
  syncRoutes,
  receiptRoutes,
  accountDataRoutes,
  pusherRoutes,
  pushRuleRoutes,
  notificationRoutes,
]

/** The client-server API over the parts of the homeserver; `log` is told of every request and of unexpected errors. */
export function createApp(services: Services, log: (line: string) => void): Hono<Env> {
  const api = new Hono<Env>().get('/_matrix/client/versions', (c) => c.json({ versions: versions(services.profile) }))
  for (const area of AREAS) {
    const routes = area(services)
    for (const version of ['r0', 'v3']) api.route(`/_matrix/client/${version}`, routes)
  }
  // Whatever is still unanswered at a known path came with another method
  for (const path of new Set(api.routes.map((route) => route.path))) api.all(path, methodNotAllowed)

  const app = new Hono<Env>()
  app.use(async (c, next) => {
    const start = performance.now()
    await next()
    log(`${c.req.method} ${c.req.path} ${c.res.status} ${Math.round(performance.now() - start)}ms`)
  })
  app.use(cors({ origin: '*', allowHeaders: ['X-Requested-With', 'Content-Type', 'Authorization'] }))
  app.route('/', api)
  app.notFound((c) => {
    const error = new RequestError(404, 'M_UNRECOGNIZED', `There is no endpoint at ${c.req.path}`)
    return c.json(error.toBody(), error.status)
  })
  app.onError((error, c) => {
    if (error instanceof RequestError) return c.json(error.toBody(), error.status)
    log(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`)
    return c.json({ errcode: 'M_UNKNOWN', error: 'The server failed to answer' }, 500)
  })
  return app
}

function versions(profile: Profile): string[] {
  const released = PROFILES.slice(1, PROFILES.indexOf(profile) + 1)
  return profile === 'seed' ? ['r0.6.1'] : released
}

function methodNotAllowed(): never {
  throw new RequestError(405, 'M_UNRECOGNIZED', 'This endpoint does not take the method of the request')
}

import { Hono } from 'hono'
import { type Served, serve } from '../../../reference/index.ts'

/** Push services whose devices are a URL each, as with UnifiedPush. */
export interface Endpoints {
  /** True if the pushes of a device can be made to fail, and a device can be unregistered */
  canFail: boolean
  /** Returns the URL at which a device is reached. */
  urlOf(id: string): string
  /** Returns what arrived at a device, oldest first. */
  receivedAt(id: string): Promise<readonly unknown[]>
  /** Makes the next pushes to a device fail; undefined ends that. */
  fail?(id: string, failure: EndpointFailure | undefined): void
}

/** Failure of the pushes to a device. */
export interface EndpointFailure {
  status?: number
  times?: number
  delay_ms?: number
}

/** App ID of the devices: that of a UnifiedPush app. */
const APP_ID = 'up.org.example.matrix'

/**
 * Serves the API by which Plexor creates devices and reads their inboxes, the one of its own provider, for devices of
 * another service.
 */
export async function serveEndpoints({ canFail, urlOf, receivedAt, fail }: Endpoints): Promise<Served> {
  const app = new Hono()
  app.get('/provider', (c) => c.json({ kinds: ['endpoint'], can_fail: canFail }))
  app.post('/devices', (c) => {
    // Not a UUID: the topics of some services are at most 64 characters long
    const id = `up${crypto.randomUUID().replaceAll('-', '')}`
    return c.json({ device_id: id, app_id: APP_ID, pushkey: urlOf(id) }, 201)
  })
  app.get('/devices/:id/inbox', async (c) => {
    const received = await receivedAt(c.req.param('id'))
    const pushes = received.map((payload, place) => ({ n: place + 1, priority: 'normal', headers: {}, payload }))
    return c.json({ pushes: pushes.filter(({ n }) => n > Number(c.req.query('after') ?? 0)) })
  })
  app.put('/devices/:id/failure', async (c) => {
    fail?.(c.req.param('id'), await c.req.json())
    return c.json({})
  })
  app.delete('/devices/:id/failure', (c) => {
    fail?.(c.req.param('id'), undefined)
    return c.json({})
  })
  app.delete('/devices/:id', (c) => c.json({}))
  return await serve(app)
}

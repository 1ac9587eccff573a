import { Hono } from 'hono'
import type { Log } from '../../log.ts'
import { describeDevice } from '../devices/device.ts'
import { type Devices, TooManyDevices } from '../devices/devices.ts'
import { TooManyWaiters } from '../devices/inbox.ts'
import { logError } from '../log-requests.ts'
import { ControlError, readControlBody, readDeviceWish, readFailure, readQuery } from './control-body.ts'
import { watchInbox } from './watch-inbox.ts'

/** Maximum time that a request for an inbox waits, in seconds. */
const MAX_WAIT_SECONDS = 60

/** Dependencies of the control API. */
export interface ControlOptions {
  /** Base URL of this API */
  url: string
  devices: Devices
  log: Log
}

/** Creates the control API, for people and tests: JSON over HTTP. Errors are `{"error": "..."}` with one sentence. */
export function createControl({ url, devices, log }: ControlOptions): Hono {
  const app = new Hono()
  const findDevice = (deviceId: string) => {
    const device = devices.get(deviceId)
    if (device === undefined) throw new ControlError(404, `Unknown device ${JSON.stringify(deviceId)}`)
    return device
  }

  app.post('/devices', async (c) => {
    const wish = readDeviceWish(await readControlBody(c.req.raw))
    return c.json(describeDevice(await devices.create(wish), url), 201)
  })
  app.get('/devices', (c) => {
    return c.json({ devices: devices.list().map((device) => describeDevice(device, url)) })
  })
  app.delete('/devices/:id', (c) => {
    devices.remove(findDevice(c.req.param('id')))
    return c.json({})
  })
  app.get('/devices/:id/inbox', async (c) => {
    const { inbox } = findDevice(c.req.param('id'))
    const after = readQuery(c.req.query('after'), 'after', Number.MAX_SAFE_INTEGER, 0)
    const wait = readQuery(c.req.query('wait'), 'wait', MAX_WAIT_SECONDS, 0)
    const pushes = await inbox.next({ after, ms: wait * 1000, signal: c.req.raw.signal })
    return c.json({ pushes, dropped: inbox.dropped })
  })
  app.get('/devices/:id/watch', (c) => {
    const { inbox } = findDevice(c.req.param('id'))
    const resumed = c.req.header('last-event-id') ?? c.req.query('after')
    return watchInbox(inbox, readQuery(resumed, 'after', Number.MAX_SAFE_INTEGER, 0))
  })
  app.put('/devices/:id/failure', async (c) => {
    const device = findDevice(c.req.param('id'))
    const failure = readFailure(await readControlBody(c.req.raw))
    devices.fail(device, failure)
    return c.json(failure)
  })
  app.delete('/devices/:id/failure', (c) => {
    devices.fail(findDevice(c.req.param('id')), undefined)
    return c.json({})
  })

  // A request that no route above has handled uses a method that its path does not support
  for (const path of new Set(app.routes.map((route) => route.path))) {
    app.all(path, (c) => c.json({ error: `${c.req.path} does not support the method ${c.req.method}` }, 405))
  }
  app.notFound((c) => c.json({ error: `Unknown path ${c.req.path}` }, 404))
  app.onError((error, c) => {
    if (error instanceof ControlError) return c.json({ error: error.message }, error.status)
    if (error instanceof TooManyWaiters) return c.json({ error: error.message }, 429)
    if (error instanceof TooManyDevices) return c.json({ error: error.message }, 503)
    logError(log, 'The control API', error, c.req.raw)
    return c.json({ error: 'The provider failed to handle the request' }, 500)
  })
  return app
}

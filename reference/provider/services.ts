import { Hono } from 'hono'
import { type FcmOptions, handleFcmSend } from './fcm/fcm-service.ts'
import { handleTokenRequest, type TokenOptions } from './fcm/token-service.ts'
import { logError } from './log-requests.ts'
import { handleWebPush, type WebPushOptions } from './web-push/web-push-service.ts'

/** Creates the services that share a listener: FCM with its token endpoint, and Web Push. */
export function createServices(options: FcmOptions & TokenOptions & WebPushOptions): Hono {
  const app = new Hono()
  // The router supports parameters only as whole segments, so the colon is matched by a pattern
  app.post('/v1/projects/:project/:method{messages:send}', (c) => {
    return handleFcmSend(options, c.req.param('project'), c.req.raw)
  })
  app.post('/token', (c) => handleTokenRequest(options, c.req.raw))
  app.post('/push/:resource', (c) => handleWebPush(options, c.req.param('resource'), c.req.raw))
  for (const { path } of [...app.routes]) app.all(path, (c) => c.json(errorBody(405, 'METHOD_NOT_ALLOWED'), 405))
  app.notFound((c) => c.json(errorBody(404, 'NOT_FOUND'), 404))
  app.onError((error, c) => {
    logError(options.log, 'FCM or Web Push', error, c.req.raw)
    return c.json(errorBody(500, 'INTERNAL'), 500)
  })
  return app
}

function errorBody(code: number, status: string) {
  return { error: { code, message: 'This service does not support the request', status } }
}

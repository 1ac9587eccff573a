import { Hono } from 'hono'
import { answerFcmSend, type FcmOptions } from './fcm-service.ts'
import { logError } from './log-trouble.ts'
import { answerTokenRequest, type TokenOptions } from './token-service.ts'
import { answerWebPush, type WebPushOptions } from './web-push-service.ts'

/** The services that share a listener: FCM, the token endpoint that goes with it, and Web Push. */
export function createServices(options: FcmOptions & TokenOptions & WebPushOptions): Hono {
  const app = new Hono()
  // A colon is part of the last segment, where the router knows parameters only as whole segments
  app.post('/v1/projects/:project/:method{messages:send}', (c) => {
    return answerFcmSend(options, c.req.param('project'), c.req.raw)
  })
  app.post('/token', (c) => answerTokenRequest(options, c.req.raw))
  app.post('/push/:resource', (c) => answerWebPush(options, c.req.param('resource'), c.req.raw))
  for (const { path } of [...app.routes]) app.all(path, (c) => c.json(error(405, 'METHOD_NOT_ALLOWED'), 405))
  app.notFound((c) => c.json(error(404, 'NOT_FOUND'), 404))
  app.onError((problem, c) => {
    logError(options.log, 'FCM or Web Push', problem, c.req.raw)
    return c.json(error(500, 'INTERNAL'), 500)
  })
  return app
}

function error(code: number, status: string) {
  return { error: { code, message: 'This service does not answer this request', status } }
}

import { Hono } from 'hono'
import type { Log } from '../log.ts'
import { readText } from '../read-text.ts'
import { RequestError } from '../request-error.ts'
import type { App } from './app.ts'
import { createDispatch } from './dispatch.ts'
import { faultyGateway } from './faults.ts'
import { type Answer, pushGatewayPolicies } from './policies.ts'

/** The one endpoint of the Push Gateway API. */
const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** How a push gateway is to be. */
export interface PushGatewayOptions {
  apps: readonly App[]
  /** The name of a fault of `PUSH_GATEWAY_FAULTS` to have; default: none */
  fault?: string
  /** Is told what happens; default: nobody */
  log?: Log
}

/** A push gateway as a function of requests. */
export interface PushGateway {
  fetch(request: Request): Promise<Response>
  /** Ends what is under way, and closes the connections to the services. */
  close(): Promise<void>
}

/**
 * Creates a push gateway: takes notifications of homeservers, and hands them to the services that reach the devices.
 *
 * A failure of a service is answered with 502, so that the homeserver tries again; a device that is gone for good has
 * its pushkey rejected.
 *
 * @throws {TypeError} when `fault` is not the name of a fault
 * @see https://spec.matrix.org/v1.19/push-gateway-api/
 */
export function createPushGateway({ apps, fault, log = () => {} }: PushGatewayOptions): PushGateway {
  const policies = fault === undefined ? pushGatewayPolicies : faultyGateway(fault, pushGatewayPolicies)
  const dispatch = createDispatch(apps, policies, log)
  const app = new Hono()

  app.post(NOTIFY_PATH, async (c) => {
    const refusal = policies.refusal(c.req.raw.headers)
    if (refusal !== undefined) return respond(refusal)
    const request = policies.read(await readText(c.req.raw, policies.maxBodyBytes))
    const outcomes = await dispatch.send(request)
    const response = policies.response(outcomes)
    const devices = request.devices.length === 1 ? '1 device' : `${request.devices.length} devices`
    const text = `Answered a notification for ${devices} with ${response.status}`
    const details = { status: response.status, devices: request.devices.length }
    log({ part: 'gateway', level: 'info', event: 'notification', text, details })
    return respond(response)
  })
  app.all(NOTIFY_PATH, () => respond(policies.wrongMethod()))
  app.get('/health', (c) => c.json({}))
  app.all('/health', () => respond(policies.wrongMethod()))
  app.notFound(() => respond(policies.unknownPath()))
  app.onError((error) => {
    if (error instanceof RequestError) {
      const { status, errcode, message } = error
      return respond({ status, body: { errcode, error: message } })
    }
    const text = `The gateway failed to answer: ${error.message}`
    log({ part: 'gateway', level: 'error', event: 'request-failed', text })
    return respond({ status: 500, body: { errcode: 'M_UNKNOWN', error: 'The gateway failed to answer' } })
  })

  function respond({ status, body, retryAfterMs }: Answer): Response {
    const retry = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': policies.contentType, ...retry } })
  }

  return {
    fetch: async (request) => app.fetch(request),
    async close() {
      dispatch.close()
      await Promise.all([...new Set(apps.map(({ provider }) => provider))].map((provider) => provider.close()))
    },
  }
}

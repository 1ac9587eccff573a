import { Hono } from 'hono'
import { faultyPushGatewayPolicies } from '../faults/push-gateway.ts'
import type { Log } from '../log.ts'
import { readText } from '../read-text.ts'
import { RequestError } from '../request-error.ts'
import { variedPushGatewayPolicies } from '../variants/push-gateway.ts'
import type { App } from './app.ts'
import { createDispatch } from './dispatch.ts'
import { type DeviceOutcome, type PushGatewayResponse, pushGatewayPolicies } from './policies.ts'
import type { PushNotification } from './push.ts'

/** Path of the only endpoint of the Push Gateway API. */
const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** Options of `createPushGateway`. */
export interface PushGatewayOptions {
  /** Apps whose devices the gateway reaches; pushkeys of other apps are rejected */
  apps: readonly App[]

  /** Name of a fault of `PUSH_GATEWAY_FAULTS` to inject; default: none */
  fault?: string

  /** Name of a conforming variant of `PUSH_GATEWAY_VARIANTS`; default: none */
  variant?: string

  /** Receives log entries; default: they are discarded */
  log?: Log

  /** Receives each notification once the gateway has responded to it; default: it is discarded. It must not throw */
  onNotification?: (handled: HandledNotification) => void
}

/** Notification of a homeserver, with the outcome for each of its devices. Unlike a log entry, it contains secrets. */
export interface HandledNotification {
  notification: PushNotification

  /** Devices in the order of the request; their pushkeys are secrets of their users */
  outcomes: readonly DeviceOutcome[]

  /** Status of the response to the homeserver */
  status: number

  /** Time that it took, in milliseconds */
  ms: number
}

/** Push gateway, as a function of requests: pass it to `serve`, or call `fetch`. */
export interface PushGateway {
  fetch(request: Request): Promise<Response>

  /** Aborts the pushes in progress, and closes the connections to the services. */
  close(): Promise<void>
}

/**
 * Creates a push gateway, which accepts notifications from homeservers, and sends them to the services that reach the
 * devices.
 *
 * If a service fails, the response is 502, so that the homeserver tries again. If a device is unregistered for good, its
 * pushkey is rejected.
 *
 * @param options apps, fault, variant and log of the gateway, and who observes it
 * @returns the gateway, which must be closed
 * @throws {TypeError} when `fault` or `variant` is not the name of one
 * @see https://spec.matrix.org/v1.19/push-gateway-api/
 */
export function createPushGateway(options: PushGatewayOptions): PushGateway {
  const { apps, fault, variant, log = () => {}, onNotification = () => {} } = options
  const varied = variant === undefined ? pushGatewayPolicies : variedPushGatewayPolicies(variant, pushGatewayPolicies)
  const policies = fault === undefined ? varied : faultyPushGatewayPolicies(fault, varied)
  const dispatch = createDispatch(apps, policies, log)
  const app = new Hono()

  app.post(NOTIFY_PATH, async (c) => {
    const start = performance.now()
    const refusal = policies.refusal(c.req.raw.headers)
    if (refusal !== undefined) return respond(refusal)
    const request = policies.read(await readText(c.req.raw, policies.maxBodyBytes))
    const outcomes = await dispatch.send(request)
    const response = policies.response(outcomes)
    const devices = request.devices.length === 1 ? '1 device' : `${request.devices.length} devices`
    const text = `Responded to a notification for ${devices} with ${response.status}`
    const details = { status: response.status, devices: request.devices.length }
    log({ part: 'gateway', level: 'info', event: 'notification', text, details })
    const ms = Math.round(performance.now() - start)
    onNotification({ notification: request.notification, outcomes, status: response.status, ms })
    return respond(response)
  })
  app.all(NOTIFY_PATH, (c) => respond(policies.wrongMethod(c.req.method)))
  app.get('/health', (c) => c.json({}))
  app.all('/health', (c) => respond(policies.wrongMethod(c.req.method)))
  app.notFound((c) => respond(policies.unknownPath(c.req.method)))
  app.onError((error) => {
    if (error instanceof RequestError) {
      const { status, errcode, message } = error
      const text = `Refused a request with ${status} ${errcode}: ${message}`
      log({ part: 'gateway', level: 'warning', event: 'request-refused', text, details: { status, errcode } })
      return respond({ status, body: { errcode, error: message } })
    }
    const text = `The gateway failed to handle a request: ${error.message}`
    log({ part: 'gateway', level: 'error', event: 'request-failed', text })
    return respond({ status: 500, body: { errcode: 'M_UNKNOWN', error: 'The gateway failed to handle the request' } })
  })

  function respond({ status, body, retryAfterMs }: PushGatewayResponse): Response {
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

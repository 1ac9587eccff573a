import type { Handler } from '../serve.ts'
import { readApnsHeaders } from './apns-headers.ts'
import { ApnsRefusal, REASONS } from './apns-refusal.ts'
import type { ApnsTokenCheck } from './apns-token.ts'
import { boundedBody, parseJson } from './bounded-body.ts'
import type { Device, Environment } from './device.ts'
import { logError } from './log-trouble.ts'
import { logRefusal, type Receiving, receive } from './receive.ts'
import { addressOf, type Registry } from './registry.ts'

const PATH = /^\/3\/device\/([^/]*)$/

/** What one environment of APNs works with. */
export interface ApnsOptions extends Receiving {
  environment: Environment
  registry: Registry
  checkToken: ApnsTokenCheck
}

/**
 * One environment of APNs: takes pushes for the device tokens of this environment.
 *
 * @see https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
 */
export function createApnsService(options: ApnsOptions): Handler {
  return {
    async fetch(request) {
      const id = request.headers.get('apns-id') ?? crypto.randomUUID().toUpperCase()
      const headers: Record<string, string> = { 'apns-id': id }
      // Only development pushes can be looked up by an ID of APNs' own
      if (options.environment === 'sandbox') headers['apns-unique-id'] = crypto.randomUUID()
      try {
        const failure = await push(options, request)
        if (failure === undefined) return new Response(null, { status: 200, headers })
        return Response.json(failure.refusal.toBody(), {
          status: failure.refusal.status,
          headers: failure.retryAfter === undefined ? headers : { ...headers, 'retry-after': `${failure.retryAfter}` },
        })
      } catch (error) {
        const refusal = error instanceof ApnsRefusal ? error : new ApnsRefusal(500, 'InternalServerError')
        if (error === refusal) logRefusal(options.log, `APNs (${options.environment})`, refusal.status, refusal.reason)
        else logError(options.log, 'APNs', error instanceof Error ? error : new Error(String(error)), request)
        return Response.json(refusal.toBody(), { status: refusal.status, headers })
      }
    },
  }
}

/** In the order in which APNs looks: path, method, sender, device, header fields, payload. */
async function push(options: ApnsOptions, request: Request) {
  const token = PATH.exec(new URL(request.url).pathname)?.[1]
  if (token === undefined) throw new ApnsRefusal(404, 'BadPath')
  if (request.method !== 'POST') throw new ApnsRefusal(405, 'MethodNotAllowed')
  await options.checkToken(request.headers.get('authorization'))
  const device = find(options, token)
  const { fields, priority, maxBytes } = readApnsHeaders(request.headers, device.app)
  const payload = await readPayload(request, maxBytes)
  const failure = await receive(options, device, { priority, headers: fields, payload })
  if (failure === undefined) return undefined
  const { status, retryAfter } = failure
  const refusal = new ApnsRefusal(status, REASONS[status], status === 410 ? device.goneSince : undefined)
  return { refusal, retryAfter: status === 429 || status === 503 ? retryAfter : undefined }
}

function find({ registry, environment }: ApnsOptions, token: string): Device {
  if (token === '') throw new ApnsRefusal(400, 'MissingDeviceToken')
  const found = registry.find(addressOf(`apns ${environment}`, token.toLowerCase()))
  if (found === undefined) throw new ApnsRefusal(400, 'BadDeviceToken')
  if ('goneSince' in found) throw new ApnsRefusal(410, 'Unregistered', found.goneSince)
  return found.device
}

/** APNs has no reason of its own for what is no JSON object: to the device there is no payload in it. */
async function readPayload(request: Request, maxBytes: number): Promise<object> {
  const body = await boundedBody(request, maxBytes)
  if (body === undefined) throw new ApnsRefusal(413, 'PayloadTooLarge')
  const payload = parseJson(body)
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new ApnsRefusal(400, 'PayloadEmpty')
  }
  return payload
}

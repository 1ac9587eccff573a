import type { Handler } from '../../serve.ts'
import type { ProviderDevice } from '../devices/device.ts'
import { addressOf, type Registry } from '../devices/registry.ts'
import type { Environment } from '../devices/service.ts'
import { logError, logRefusal } from '../log-requests.ts'
import { parseJson, readBody } from '../read-body.ts'
import { type ReceiveContext, receive } from '../receive.ts'
import { readApnsHeaders } from './apns-headers.ts'
import { ApnsRefusal, REASONS } from './apns-refusal.ts'
import type { ApnsTokenCheck } from './check-provider-token.ts'

const PATH = /^\/3\/device\/([^/]*)$/

/** Dependencies of one environment of APNs. */
export interface ApnsOptions extends ReceiveContext {
  environment: Environment
  registry: Registry
  checkToken: ApnsTokenCheck
}

/**
 * Creates one environment of APNs, which accepts pushes for its own device tokens.
 *
 * @see https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
 */
export function createApnsService(options: ApnsOptions): Handler {
  return {
    async fetch(request) {
      const id = request.headers.get('apns-id') ?? crypto.randomUUID().toUpperCase()
      const headers: Record<string, string> = { 'apns-id': id }
      // APNs assigns this ID to sandbox pushes only
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

/** Checks a push in the order of APNs: path, method, sender, device, header fields, payload. */
async function push(options: ApnsOptions, request: Request) {
  const token = PATH.exec(new URL(request.url).pathname)?.[1]
  if (token === undefined) throw new ApnsRefusal(404, 'BadPath')
  if (request.method !== 'POST') throw new ApnsRefusal(405, 'MethodNotAllowed')
  await options.checkToken(request.headers.get('authorization'))
  const device = findDevice(options, token)
  const { fields, priority, maxBytes } = readApnsHeaders(request.headers, device.app)
  const payload = await readPayload(request, maxBytes)
  const failure = await receive(options, device, { priority, headers: fields, payload })
  if (failure === undefined) return undefined
  const { status, retryAfter } = failure
  const refusal = new ApnsRefusal(status, REASONS[status], status === 410 ? device.unregisteredAt : undefined)
  return { refusal, retryAfter: status === 429 || status === 503 ? retryAfter : undefined }
}

function findDevice({ registry, environment }: ApnsOptions, token: string): ProviderDevice {
  if (token === '') throw new ApnsRefusal(400, 'MissingDeviceToken')
  const found = registry.find(addressOf(`apns ${environment}`, token.toLowerCase()))
  if (found === undefined) throw new ApnsRefusal(400, 'BadDeviceToken')
  if (found.kind === 'unregistered') throw new ApnsRefusal(410, 'Unregistered', found.unregisteredAt)
  return found.device
}

/** APNs has no reason for a body that is not a JSON object: to the device it has no payload. */
async function readPayload(request: Request, maxBytes: number): Promise<object> {
  const body = await readBody(request, maxBytes)
  if (body === undefined) throw new ApnsRefusal(413, 'PayloadTooLarge')
  const payload = parseJson(body)
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new ApnsRefusal(400, 'PayloadEmpty')
  }
  return payload
}

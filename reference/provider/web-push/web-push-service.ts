import { randomUUID } from 'node:crypto'
import type { ProviderDevice } from '../devices/device.ts'
import { addressOf, type Registry } from '../devices/registry.ts'
import { logRefusal } from '../log-requests.ts'
import { parseJson, readBody } from '../read-body.ts'
import { type ReceiveContext, receive } from '../receive.ts'
import { verifyVapid } from './verify-vapid.ts'

/** Maximum size of a body, in bytes: push services must accept 4096, and most accept no more. */
const MAX_BODY_BYTES = 4096

/** Maximum TTL of a push, in seconds: four weeks. The response states it to a sender that asks for more. */
const MAX_TTL_SECONDS = 4 * 7 * 24 * 3600

const URGENCIES = ['very-low', 'low', 'normal', 'high']

/** Dependencies of the Web Push service. */
export interface WebPushOptions extends ReceiveContext {
  /** Origin of the push resources */
  origin: string
  registry: Registry
}

/** Error for a push that the service refuses. */
class WebPushRefusal extends Error {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/**
 * Handles a push for a subscription: `POST` to its push resource.
 *
 * @param resource name of the push resource
 * @see https://www.rfc-editor.org/rfc/rfc8030#section-5
 */
export async function handleWebPush(options: WebPushOptions, resource: string, request: Request): Promise<Response> {
  try {
    const ttl = await push(options, resource, request)
    const headers = { location: `${options.origin}/message/${randomUUID()}`, ttl: `${ttl}` }
    return new Response(null, { status: 201, headers })
  } catch (error) {
    if (!(error instanceof WebPushRefusal)) throw error
    logRefusal(options.log, 'Web Push', error.status, error.message)
    return Response.json({ error: error.message }, { status: error.status, headers: error.headers })
  }
}

async function push(options: WebPushOptions, resource: string, request: Request): Promise<number> {
  const found = options.registry.find(addressOf('web-push', resource))
  if (found === undefined) throw new WebPushRefusal(404, 'Unknown subscription')
  if (found.kind === 'unregistered') throw new WebPushRefusal(410, 'The subscription has ended')
  const { device } = found
  await checkSender(options, device, request)
  const { ttl, priority, headers } = readHeaders(request.headers)
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined) throw new WebPushRefusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes`)
  if (body.byteLength > 0 && request.headers.get('content-encoding')?.toLowerCase() !== 'aes128gcm') {
    throw new WebPushRefusal(415, 'The content encoding of the body must be aes128gcm')
  }
  const failure = await receive(options, device, { priority, headers, ...(await read(device, body)) })
  if (failure !== undefined) throw toRefusal(failure)
  return ttl
}

/** Checks that the sender is the one that the subscription was created for. */
async function checkSender({ origin }: WebPushOptions, { webPush }: ProviderDevice, request: Request): Promise<void> {
  const result = await verifyVapid(request.headers.get('authorization'), origin)
  if (result.kind === 'refused') {
    const headers = result.status === 401 ? { 'www-authenticate': 'vapid' } : {}
    throw new WebPushRefusal(result.status, result.message, headers)
  }
  if (webPush?.vapidKey !== undefined && webPush.vapidKey !== result.publicKey) {
    throw new WebPushRefusal(403, 'The subscription was created for another VAPID key')
  }
}

function readHeaders(fields: Headers) {
  const ttl = fields.get('ttl')
  if (ttl === null || !/^\d{1,15}$/.test(ttl)) {
    throw new WebPushRefusal(400, 'The header field TTL is missing or not a number of seconds')
  }
  const priority = fields.get('urgency') ?? 'normal'
  if (!URGENCIES.includes(priority)) throw new WebPushRefusal(400, `The urgency must be one of ${URGENCIES.join(', ')}`)
  const topic = fields.get('topic')
  if (topic !== null && !/^[A-Za-z0-9_-]{1,32}$/.test(topic)) {
    throw new WebPushRefusal(400, 'The topic must be 1 to 32 characters of base64url')
  }
  const headers: Record<string, string> = { ttl }
  for (const name of ['urgency', 'topic', 'content-encoding']) {
    const value = fields.get(name)
    if (value !== null) headers[name] = value
  }
  return { ttl: Math.min(Number(ttl), MAX_TTL_SECONDS), priority, headers }
}

/** Decrypts a push on behalf of the device. A real service has no key, so a failure is not reported to the sender. */
async function read({ webPush }: ProviderDevice, body: Uint8Array): Promise<{ payload: unknown; unreadable?: string }> {
  if (body.byteLength === 0 || webPush === undefined) return { payload: null }
  try {
    const plain = await webPush.decrypt(body)
    return { payload: parseJson(plain) ?? new TextDecoder().decode(plain) }
  } catch (error) {
    return { payload: null, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

function toRefusal({ status, retryAfter }: { status: number; retryAfter: number }): WebPushRefusal {
  const headers: Record<string, string> = status === 429 || status === 503 ? { 'retry-after': `${retryAfter}` } : {}
  return new WebPushRefusal(status, `The service fails for this subscription with ${status}`, headers)
}

import tls from 'node:tls'
import { Agent, type Dispatcher, request } from 'undici'
import type { DeliveryPolicies, GatewayResponse } from './policies.ts'
import { publicLookup } from './public-lookup.ts'

/** Maximum size of a response that is read, in bytes. The body of a longer one is ignored. */
const MAX_RESPONSE_BYTES = 64 * 1024

/** Maximum number of connections to one gateway, regardless of how many pushers use it. */
export const MAX_CONNECTIONS = 16

/** Maximum number of concurrent requests. Fewer gateways that do not respond cannot delay the others. */
export const MAX_REQUESTS = 1024

/** Response of the gateway; or, as a clause for a log, the reason why there is none. */
export type NotifyResult = { response: GatewayResponse } | { response?: never; problem: string }

/** Options of `createNotifyClient`. */
export interface NotifyClientOptions {
  policies: Pick<DeliveryPolicies, 'request'>
  allowPrivateAddresses: boolean
  ca: string | undefined
  timeoutMs: number
  /** Dispatcher that sends the requests; default: a pool of connections of its own */
  dispatcher?: Dispatcher
}

/** HTTP client for push gateways, which keeps its connections open. */
export interface NotifyClient {
  /**
   * Sends one push request and waits for the response. Redirects are not followed.
   *
   * @param body JSON
   * @param signal aborts the request
   * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
   */
  notify(url: string, body: string, signal: AbortSignal): Promise<NotifyResult>

  /** Closes all connections, including those in use. */
  close(): Promise<void>
}

/** Creates a client. */
export function createNotifyClient(options: NotifyClientOptions): NotifyClient {
  const { policies, timeoutMs, dispatcher = createAgent(options) } = options
  return {
    async notify(url, body, signal) {
      const { contentType, method } = policies.request
      const deadline = AbortSignal.timeout(timeoutMs)
      try {
        const response = await request(url, {
          dispatcher,
          method,
          headers: { 'content-type': contentType, accept: 'application/json' },
          body,
          signal: AbortSignal.any([signal, deadline]),
        })
        return { response: toResponse(url, response, await readBody(response.body)) }
      } catch (error) {
        return { problem: deadline.aborted ? `it did not respond within ${timeoutMs} ms` : messageOf(error) }
      }
    },
    close: () => dispatcher.destroy(),
  }
}

function createAgent({ allowPrivateAddresses, ca, timeoutMs }: NotifyClientOptions): Agent {
  return new Agent({
    connections: MAX_CONNECTIONS,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca: [...wellKnownCas(), ca] }),
      ...(allowPrivateAddresses ? {} : { lookup: publicLookup }),
    },
  })
}

/** Returns the CAs that are trusted by default; those built into the runtime if it has no function for that. */
function wellKnownCas(): readonly string[] {
  return tls.getCACertificates?.('default') ?? tls.rootCertificates
}

function toResponse(url: string, { statusCode, headers }: Dispatcher.ResponseData, body: string | undefined) {
  const response: GatewayResponse = { status: statusCode, rejected: rejectedIn(body) }
  const location = URL.parse(header(headers.location) ?? '', url)?.href
  if (headers.location !== undefined && location !== undefined) response.location = location
  const retryAfterMs = milliseconds(header(headers['retry-after']))
  if (retryAfterMs !== undefined) response.retryAfterMs = retryAfterMs
  return response
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/** Reads a `Retry-After`, which has seconds from now, or a date. */
function milliseconds(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  // Date.parse takes numbers for years
  const date = /^[A-Z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

/** Reads the body; `undefined` if it is too long. Even an unused body is read, to keep the connection open. */
async function readBody(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.byteLength
    if (length > MAX_RESPONSE_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Reads the rejected pushkeys; none if the response does not follow the push gateway API. */
function rejectedIn(body: string | undefined): readonly string[] {
  const rejected: unknown = parse(body ?? '')?.rejected
  return Array.isArray(rejected) && rejected.every((pushkey) => typeof pushkey === 'string') ? rejected : []
}

function parse(json: string): { rejected?: unknown } | undefined {
  try {
    return JSON.parse(json) ?? undefined
  } catch {
    return undefined
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}

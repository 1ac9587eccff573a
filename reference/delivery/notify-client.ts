import tls from 'node:tls'
import { Agent, type Dispatcher, request } from 'undici'
import type { DeliveryPolicies, GatewayResponse } from './policies.ts'
import { publicLookup } from './public-lookup.ts'

/** The longest answer that is read, in bytes. A longer one counts as unreadable. */
const MAX_ANSWER_BYTES = 64 * 1024

/** The most connections to one gateway, however many pushers use it. */
export const MAX_CONNECTIONS = 16

/** The most requests at a time, however many gateways there are; so many silent ones it takes to delay the others. */
export const MAX_REQUESTS = 1024

/** What the gateway answered; else, as a clause for a log line, why there is no answer. */
export type NotifyResult = { response: GatewayResponse } | { response?: never; problem: string }

export interface NotifyClientOptions {
  policies: Pick<DeliveryPolicies, 'request'>
  allowPrivateAddresses: boolean
  ca: string | undefined
  timeoutMs: number
}

/** Speaks to push gateways over connections that are kept open. */
export interface NotifyClient {
  /**
   * Sends one push request and awaits the answer. Redirects are not followed.
   *
   * @param body JSON
   * @param signal ends the request
   * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
   */
  notify(url: string, body: string, signal: AbortSignal): Promise<NotifyResult>
  /** Closes all connections, those in use included. */
  close(): Promise<void>
}

export function createNotifyClient(options: NotifyClientOptions): NotifyClient {
  const { allowPrivateAddresses, ca, policies, timeoutMs } = options
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca: [...wellKnown(), ca] }),
      ...(allowPrivateAddresses ? {} : { lookup: publicLookup }),
    },
  })
  return {
    async notify(url, body, signal) {
      const { contentType, method } = policies.request
      const deadline = AbortSignal.timeout(timeoutMs)
      try {
        const response = await request(url, {
          dispatcher: agent,
          method,
          headers: { 'content-type': contentType, accept: 'application/json' },
          body,
          signal: AbortSignal.any([signal, deadline]),
        })
        return { response: toResponse(url, response, await readBody(response.body)) }
      } catch (error) {
        return { problem: deadline.aborted ? `it did not answer within ${timeoutMs} ms` : said(error) }
      }
    },
    close: () => agent.destroy(),
  }
}

/** The authorities that are trusted when none is named; those of the runtime itself where it cannot tell them. */
function wellKnown(): readonly string[] {
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

/** The time that a `Retry-After` names: seconds from now, or a date. */
function milliseconds(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

/** The whole answer; `undefined` when it is too long. It is read even if it is not used, to keep the connection. */
async function readBody(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.byteLength
    if (length > MAX_ANSWER_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** An answer that is not what the gateway API says rejects nothing. */
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

function said(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(said).join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}

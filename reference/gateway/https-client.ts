import { rootCertificates } from 'node:tls'
import { Agent, request } from 'undici'
import { publicLookup } from '../delivery/public-lookup.ts'

/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024

/** An answer, whole. */
export interface HttpsResponse {
  status: number
  retryAfter: string | undefined
  body: string
}

export interface HttpsClientOptions {
  /** Authority (PEM) to trust besides the well-known ones */
  ca?: string
  /** Whether private, loopback and link-local addresses are connected to; default: true */
  allowPrivateAddresses?: boolean
}

/** Sends requests over connections that are kept open; it follows no redirects. */
export interface HttpsClient {
  /** Rejects when there is no answer. */
  post(
    url: string,
    headers: Record<string, string>,
    body: string | Uint8Array,
    signal: AbortSignal,
  ): Promise<HttpsResponse>
  close(): Promise<void>
}

export function createHttpsClient({ ca, allowPrivateAddresses = true }: HttpsClientOptions): HttpsClient {
  const agent = new Agent({
    connections: 32,
    // The services here have HTTP/1.1 too; and a GOAWAY of HTTP/2 can make Deno abort the whole process
    allowH2: false,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: {
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(allowPrivateAddresses ? {} : { lookup: publicLookup }),
    },
  })
  return {
    async post(url, headers, body, signal) {
      const response = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal })
      const retryAfter = response.headers['retry-after']
      return {
        status: response.statusCode,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
        body: await response.body.text(),
      }
    },
    close: () => agent.destroy(),
  }
}

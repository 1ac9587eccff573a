import { rootCertificates } from 'node:tls'
import { Agent, request } from 'undici'
import { publicLookup } from '../delivery/public-lookup.ts'

/** Maximum size of a response that is read, in bytes. */
const MAX_RESPONSE_BYTES = 64 * 1024

/** Complete response. */
export interface HttpsResponse {
  status: number
  retryAfter: string | undefined
  body: string
}

/** Options of `createHttpsClient`. */
export interface HttpsClientOptions {
  /** CA certificate (PEM) to trust besides the well-known ones; default: none */
  ca?: string

  /** True if private, loopback and link-local addresses are allowed; default: true */
  allowPrivateAddresses?: boolean
}

/** HTTPS client that keeps its connections open, and does not follow redirects. */
export interface HttpsClient {
  /**
   * Sends a request and waits for the response.
   *
   * @throws {Error} when there is no response
   */
  post(
    url: string,
    headers: Record<string, string>,
    body: string | Uint8Array,
    signal: AbortSignal,
  ): Promise<HttpsResponse>
  close(): Promise<void>
}

/** Creates a client. */
export function createHttpsClient({ ca, allowPrivateAddresses = true }: HttpsClientOptions): HttpsClient {
  const agent = new Agent({
    connections: 32,
    // These services support HTTP/1.1 too, and a GOAWAY of HTTP/2 can make Deno abort the process
    allowH2: false,
    maxResponseSize: MAX_RESPONSE_BYTES,
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

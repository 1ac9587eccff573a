import { rootCertificates } from 'node:tls'
import type { Agent } from 'undici'
import { countOf } from './body.ts'
import { type FailureKind, failureOf } from './connection-failure.ts'
import { TargetClock } from './target-clock.ts'

/** Maximum size of a response, in bytes. What the users of a case get is much smaller. */
const MAX_RESPONSE = 4 * 1024 * 1024

/** Maximum number of values in a response. They take much more memory than their text. */
const MAX_VALUES = 25_000

/**
 * Time after which an idle connection is closed, in milliseconds. Servers close theirs after a few seconds, and a request
 * at that moment would get a connection reset that says nothing about the target.
 */
const IDLE_MS = 1_000

/** Complete HTTP response. */
export interface RawResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Error of a request without a complete response: no connection, a timeout, or a response that is too large. */
export class TransportError extends Error {
  override name = 'TransportError'
  readonly kind: FailureKind

  constructor(message: string, kind: FailureKind = 'no-response') {
    super(message)
    this.kind = kind
  }
}

/** Sends requests to one target over persistent connections. It never follows redirects, and limits sizes and times. */
export class Transport {
  /** Time that the target takes for responses and pushes */
  readonly clock = new TargetClock()
  /** True if it trusts CAs in addition to the well-known ones */
  readonly trustsCa: boolean
  readonly #connections: number
  readonly #ca: string | undefined
  /** Connections; undefined before the first request */
  #agent: Promise<Agent> | undefined

  /**
   * @param connections maximum number of connections
   * @param ca certificates of CAs (PEM) to trust in addition to the well-known ones
   */
  constructor(connections: number, ca?: string) {
    this.trustsCa = ca !== undefined
    this.#connections = connections
    this.#ca = ca
  }

  /**
   * Sends a request.
   *
   * @param timeoutMs time for the whole exchange, in milliseconds
   * @throws {TransportError} when there is no complete response
   */
  async send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body: string | undefined,
    timeoutMs: number,
  ): Promise<RawResponse> {
    this.#agent ??= createAgent(this.#connections, this.#ca)
    const [dispatcher, { request }] = await Promise.all([this.#agent, import('undici')])
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return await this.clock.measure('response', async () => {
        const response = await request(url, {
          method: method as 'GET',
          headers,
          body: body ?? null,
          dispatcher,
          signal,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        })
        const text = await response.body.text()
        if (countOf(',', text, MAX_VALUES + 1) > MAX_VALUES)
          throw new Error(`a response with more than ${MAX_VALUES} values`)
        return { status: response.statusCode, headers: response.headers, text }
      })
    } catch (error) {
      if (signal.aborted) throw new TransportError(`no response within ${timeoutMs / 1000} s`)
      const { reason, kind } = failureOf(error)
      throw new TransportError(reason, kind)
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy()
  }
}

/** Creates the connections to a target. The library is loaded here, because most commands do without it. */
async function createAgent(connections: number, ca: string | undefined): Promise<Agent> {
  const { Agent } = await import('undici')
  return new Agent({
    connections,
    // Every server supports HTTP/1.1, and a GOAWAY of HTTP/2 can abort the whole process in Deno.
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    maxResponseSize: MAX_RESPONSE,
    ...(ca === undefined ? {} : { connect: { ca: [...rootCertificates, ca] } }),
  })
}

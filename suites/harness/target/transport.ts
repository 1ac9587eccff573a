import { rootCertificates } from 'node:tls'
import { Agent, request } from 'undici'
import { messageOf } from '../case/errors.ts'
import { TargetClock } from './target-clock.ts'

/** Largest answer that is read, in bytes. What is longer is a fault of the target. */
const LARGEST_ANSWER = 8 * 1024 * 1024

/**
 * How long an idle connection is kept, in milliseconds. Servers close theirs after some seconds; who sends a request in
 * that moment gets a reset, which would say nothing about the target.
 */
const IDLE_MS = 1_000

/** An HTTP answer, whole. */
export interface RawResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** No whole answer came: the connection failed, the time ran out, or the answer was too large. */
export class TransportError extends Error {
  override name = 'TransportError'
}

/** Sends requests to one target over kept-alive connections. Redirects are never followed, sizes and times are bounded. */
export class Transport {
  /** How long the target takes for what it is asked, and for what it owes */
  readonly clock = new TargetClock()
  readonly #agent: Agent

  /**
   * @param connections the most connections open at once
   * @param ca certificate authorities (PEM) to trust besides the well-known ones
   */
  constructor(connections: number, ca?: string) {
    this.#agent = new Agent({
      connections,
      // Every server has HTTP/1.1; and a GOAWAY of HTTP/2 can make Deno abort the whole process
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxResponseSize: LARGEST_ANSWER,
      ...(ca === undefined ? {} : { connect: { ca: [...rootCertificates, ca] } }),
    })
  }

  /**
   * @param patienceMs time for the whole exchange, in milliseconds
   * @throws {TransportError} with a sentence saying what went wrong
   */
  async send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body: string | undefined,
    timeoutMs: number,
  ): Promise<RawResponse> {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return await this.clock.measure('answer', async () => {
        const response = await request(url, {
          method: method as 'GET',
          headers,
          body: body ?? null,
          dispatcher: this.#agent,
          signal,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        })
        return { status: response.statusCode, headers: response.headers, text: await response.body.text() }
      })
    } catch (error) {
      if (signal.aborted) throw new TransportError(`no answer within ${timeoutMs / 1000} s`)
      throw new TransportError(causeOf(error))
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}

/** The innermost message is the telling one: `connect ECONNREFUSED 127.0.0.1:9`, not `fetch failed`. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error) return causeOf(error.cause)
  return messageOf(error)
}

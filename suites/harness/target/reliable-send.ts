import { Inconclusive } from '../case/errors.ts'
import type { TargetAccess } from './client.ts'
import { latenessSince, ownDelay } from './own-lateness.ts'
import { type RawResponse, TransportError } from './transport.ts'

/** Request to send, without the origin of the target. */
export interface OutgoingRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
  /** Time for the whole exchange, in milliseconds */
  timeoutMs: number
}

/**
 * Error of a request that got no response twice, although the target responds to others. That alone says nothing about the
 * case: a busy machine, or a network that loses connections, does it too.
 */
export class NoResponse extends Inconclusive {
  override name = 'NoResponse'
}

/**
 * Sends a request. If it gets no response, such as because of a connection reset or a timeout, and the target responds to
 * other requests, it is sent once more on a fresh connection.
 *
 * @param caseId the case that sends it
 * @param note records a remark in the timeline of the case
 * @throws {NoResponse} when it gets no response twice, although the target responds to others
 * @throws {Inconclusive} when the target does not respond at all or is slow, or Plexor itself was too busy to receive the
 *   response
 */
export async function sendReliably(
  {
    transport,
    baseUrl,
    health,
    timeoutMs: usualMs,
  }: Pick<TargetAccess, 'transport' | 'baseUrl' | 'health' | 'timeoutMs'>,
  caseId: string,
  { method, path, headers, body, timeoutMs }: OutgoingRequest,
  note: (sentence: string) => void,
): Promise<RawResponse> {
  const start = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    if (health.isGone) throw new Inconclusive(health.explanation())
    const begin = performance.now()
    try {
      const send = () => transport.send(method, baseUrl + path, headers, body, timeoutMs)
      const response = await health.observe(caseId, send)
      // How long a long poll takes says nothing
      if (timeoutMs <= usualMs) health.responded(caseId, performance.now() - begin, latenessSince(begin))
      return response
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const sentence = `${method} ${path} got no response: ${error.message}`
      health.onResponse(timeoutMs, latenessSince(begin))
      const late = ownDelay(begin, timeoutMs)
      if (late !== undefined) throw new Inconclusive(`${sentence}; ${late}`)
      const presence = await health.check(caseId)
      note(`${sentence} (${AFTERWARDS[presence]})`)
      if (presence === 'gone') throw new Inconclusive(`${health.explanation()}: ${sentence}`)
      if (attempt === 2) {
        const slowness = health.slownessSince(caseId, start, usualMs)
        const circumstances = slowness === undefined ? ', while the target responds to other requests' : `; ${slowness}`
        throw new NoResponse(`${sentence}, also when it was sent again${circumstances}`)
      }
    }
  }
}

const AFTERWARDS = {
  present: 'the target responds to other requests',
  back: 'the target stopped responding for a while',
  gone: 'the target does not respond any more',
} as const

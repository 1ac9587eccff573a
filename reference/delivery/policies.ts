import { type Backoff, pauseAfter } from './backoff.ts'
import type { QueuedPush } from './push-queue.ts'

/** What a gateway answered. */
export interface GatewayResponse {
  status: number
  /** The pushkeys that the body lists as rejected; none where it is not as the gateway API has it */
  rejected: readonly string[]
  /** Where a redirect points to */
  location?: string
  /** How long the gateway asks to be left alone, in milliseconds */
  retryAfterMs?: number
}

/** A request that did not get through. */
export interface Failure {
  /** How many attempts failed in a row, this one included */
  failures: number
  /** Whether the pusher has a newer request waiting */
  hasNewer: boolean
  /** Absent when there was no answer: nobody there, no trust, or too late */
  response?: GatewayResponse
}

/** The requests of one pusher that wait. */
export interface WaitingPushes {
  oldest(): QueuedPush | undefined
  newest(): QueuedPush | undefined
}

/** Decisions about how push requests get to their gateways. */
export interface DeliveryPolicies {
  /** How a notification is sent. */
  request: { method: 'POST' | 'PUT'; contentType: string }
  /** Where to send the request once more because of a redirect; `undefined` for nowhere. */
  redirect(response: GatewayResponse): string | undefined
  /** Whether the gateway has taken the request. */
  isDelivered(response: GatewayResponse): boolean
  /** The pushkeys that the gateway rejects by this answer to a request for `pushkey`. */
  rejected(response: GatewayResponse, pushkey: string): readonly string[]
  /** How long a request waits before it is sent, in milliseconds; `random` is from 0 up to 1. */
  delay(random: number): number
  /** How many times a request is delivered. */
  copies: number
  /** The pause before the next attempt, in milliseconds; `random` is from 0 up to 1. */
  pause(failure: Failure, backoff: Required<Backoff>, random: number): number
  /** Whether a request that was queued so many milliseconds ago is not tried any more. */
  isTooOld(ageMs: number, backoff: Required<Backoff>): boolean
  /** Whether a failed request is not tried again, whatever its age. */
  givesUp(failure: Failure): boolean
  /** Whether a request that comes in ends the pause of those before it. */
  arrivalEndsPause: boolean
  /** Which request of a pusher is sent next, after so many failures in a row. */
  next(waiting: WaitingPushes, failures: number): QueuedPush | undefined
  /** What a request has to share with another to wait until that is delivered or given up. */
  lane(push: QueuedPush): string
  /** Whether what waits for a pusher is forgotten when the pusher is removed. */
  forgetsRemoved: boolean
  /** The gateway of what waits when its pusher gets another one; `undefined` when it is forgotten. */
  urlAfterChange(oldUrl: string, newUrl: string): string | undefined
}

/** A gateway may ask for no longer a pause than this, in milliseconds. */
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1000

/** @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour */
export const deliveryPolicies: DeliveryPolicies = {
  request: { method: 'POST', contentType: 'application/json' },
  // Whoever can answer with a redirect must not choose who gets to read notifications
  redirect: () => undefined,
  isDelivered: ({ status }) => status >= 200 && status <= 299,
  // Only a 200 speaks of rejected pushkeys; what stands in other answers may come from anyone on the way
  rejected: ({ status, rejected }, pushkey) => (status === 200 && rejected.includes(pushkey) ? [pushkey] : []),
  delay: () => 0,
  copies: 1,
  pause({ failures, response }, backoff, random) {
    const asked = response?.status === 429 || response?.status === 503 ? (response.retryAfterMs ?? 0) : 0
    return Math.max(pauseAfter(failures, backoff, random), Math.min(asked, LONGEST_RETRY_AFTER_MS))
  },
  isTooOld: (ageMs, { giveUpMs }) => ageMs >= giveUpMs,
  givesUp: () => false,
  arrivalEndsPause: false,
  next: (waiting) => waiting.oldest(),
  lane: ({ pusherId }) => String(pusherId),
  forgetsRemoved: true,
  urlAfterChange: (_oldUrl, newUrl) => newUrl,
}

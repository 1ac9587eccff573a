import { type Backoff, pauseAfter } from './backoff.ts'
import type { QueuedPush } from './push-queue.ts'

/** Response of a push gateway. */
export interface GatewayResponse {
  status: number

  /** Pushkeys that the body lists as rejected; none if it does not follow the push gateway API */
  rejected: readonly string[]

  /** Target of a redirect */
  location?: string

  /** Pause that the gateway asks for, in milliseconds */
  retryAfterMs?: number
}

/** Failed attempt to deliver a request. */
export interface DeliveryFailure {
  /** Number of failures in a row, including this one */
  failures: number

  /** True if the pusher has a newer request in the queue */
  hasNewer: boolean

  /** Absent if there was no response: unreachable, untrusted certificate, or timeout */
  response?: GatewayResponse
}

/** Queued requests of one pusher. */
export interface WaitingPushes {
  oldest(): QueuedPush | undefined
  newest(): QueuedPush | undefined
}

/** Bodies of two requests of a pusher in a pause, as JSON; `undefined` for one that is no longer queued. */
export interface PausedBodies {
  /** Returns the body of the request that failed. */
  failed(): string | undefined
  /** Returns the body of the request that arrived. */
  arrived(): string | undefined
}

/** Decisions about the delivery of push requests; a fault replaces one. */
export interface DeliveryPolicies {
  /** Method and content type of a request */
  request: { method: 'POST' | 'PUT'; contentType: string }

  /** Returns the URL that the requests for a gateway URL are sent to. */
  destination(url: string): string

  /** Returns the URL to send the request to again because of a redirect; `undefined` for none. */
  redirect(response: GatewayResponse): string | undefined

  /** Reports whether the gateway has accepted the request. */
  isDelivered(response: GatewayResponse): boolean

  /** Returns the pushkeys that the gateway rejects with this response to a request for `pushkey`. */
  rejected(response: GatewayResponse, pushkey: string): readonly string[]

  /** Returns the delay before a request is sent, in milliseconds; `random` is from 0 to 1. */
  delay(random: number): number

  /** Number of times that a request is delivered */
  copies: number

  /** Returns the pause before the next attempt, in milliseconds; `random` is from 0 to 1. */
  pause(failure: DeliveryFailure, backoff: Required<Backoff>, random: number): number

  /** Reports whether a request that was queued `ageMs` milliseconds ago is given up. */
  isTooOld(ageMs: number, backoff: Required<Backoff>): boolean

  /** Reports whether a failed request is given up, regardless of its age. */
  givesUp(failure: DeliveryFailure): boolean

  /** True if a new request ends the pause of those before it */
  arrivalEndsPause: boolean

  /** Returns what becomes of a new request of a pusher that is in a pause after a failure. */
  inPause(failure: DeliveryFailure, bodies: PausedBodies): 'queued' | 'dropped' | 'replaces-newest'

  /** Returns the request of a pusher to send next, after a number of failures in a row. */
  next(waiting: WaitingPushes, failures: number): QueuedPush | undefined

  /** Returns the lane of a request. Requests in the same lane are delivered one after the other. */
  lane(push: QueuedPush): string

  /** True if the queued requests of a pusher are deleted when the pusher is removed */
  forgetsRemoved: boolean

  /** Returns the URL for queued requests whose pusher gets another URL; `undefined` if they are deleted. */
  urlAfterChange(oldUrl: string, newUrl: string): string | undefined
}

/** Maximum pause that a gateway can request, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000

/**
 * Decisions that follow the specification.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour
 */
export const deliveryPolicies: DeliveryPolicies = {
  request: { method: 'POST', contentType: 'application/json' },
  destination: (url) => url,
  // A redirect must not decide who can read notifications
  redirect: () => undefined,
  isDelivered: ({ status }) => status >= 200 && status <= 299,
  // Only a 200 can reject pushkeys: other responses may come from a proxy
  rejected: ({ status, rejected }, pushkey) => (status === 200 && rejected.includes(pushkey) ? [pushkey] : []),
  delay: () => 0,
  copies: 1,
  pause({ failures, response }, backoff, random) {
    const requested = response?.status === 429 || response?.status === 503 ? (response.retryAfterMs ?? 0) : 0
    return Math.max(pauseAfter(failures, backoff, random), Math.min(requested, MAX_RETRY_AFTER_MS))
  },
  isTooOld: (ageMs, { giveUpMs }) => ageMs >= giveUpMs,
  givesUp: () => false,
  arrivalEndsPause: false,
  inPause: () => 'queued',
  next: (waiting) => waiting.oldest(),
  lane: ({ pusherId }) => String(pusherId),
  forgetsRemoved: true,
  urlAfterChange: (_oldUrl, newUrl) => newUrl,
}

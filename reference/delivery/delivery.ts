import type { NotifyRequest } from '../../spec/index.ts'
import { type Backoff, DEFAULT_BACKOFF } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'
import { type GatewayUrlPolicy, refuseGatewayUrl } from './gateway-url.ts'
import { createNotifyClient } from './notify-client.ts'
import { PusherQueue } from './pusher-queue.ts'

const DEFAULT_TIMEOUT_MS = 30_000

export interface DeliveryOptions extends GatewayUrlPolicy {
  /** Certificates (PEM) to trust besides the well-known ones */
  ca?: string
  /** How long a gateway may take for one answer, in milliseconds; default 30 seconds */
  timeoutMs?: number
  backoff?: Backoff
  /** A gateway does not know this pushkey: the pusher is to be removed. Its queue is dropped already */
  onRejected(pusherId: string, pushkey: string): void
  /** Gets a sentence for each thing that goes wrong */
  log?(line: string): void
  /** Other than the system's, for tests */
  clock?: Clock
  /** Jitter from 0 up to 1; default `Math.random` */
  random?(): number
}

/** A push request to deliver for a pusher. */
export interface PushRequest {
  /** Names the pusher among all others; requests of the same pusher keep their order */
  pusherId: string
  /** Where the gateway is; a URL that {@link Delivery.checkUrl} refuses is never called */
  url: string
  pushkey: string
  body: NotifyRequest
}

/** Delivers push requests to gateways, each pusher by itself: a slow gateway delays no other. */
export interface Delivery {
  /** Queues a request behind those of the same pusher. Never throws; after {@link close} it does nothing. */
  enqueue(request: PushRequest): void
  /** Forgets what is queued for a pusher and stops retrying, as when the pusher is removed. */
  drop(pusherId: string): void
  /** Why a pusher cannot have this gateway URL, as a sentence; `undefined` when it can. */
  checkUrl(url: string): string | undefined
  /** Ends all requests under way, forgets what is queued, and closes the connections. */
  close(): Promise<void>
}

/**
 * Makes a delivery of push requests over HTTPS.
 *
 * A request is tried again, with growing pauses, until the gateway answers with success or the request is too old.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock = systemClock, log = () => {}, random = Math.random, onRejected } = options
  const backoff = { ...DEFAULT_BACKOFF, ...options.backoff }
  const client = createNotifyClient({
    allowPrivateAddresses: options.allowPrivateAddresses ?? false,
    ca: options.ca,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  })
  /** A pusher has a queue while there is something to deliver. */
  const queues = new Map<string, PusherQueue>()
  let closed = false

  function startQueue(pusherId: string): PusherQueue {
    const queue = new PusherQueue({
      client,
      clock,
      backoff,
      random,
      log,
      onEmpty: () => queues.delete(pusherId),
      onRejected(pushkey) {
        queues.delete(pusherId)
        onRejected(pusherId, pushkey)
      },
    })
    queues.set(pusherId, queue)
    return queue
  }

  return {
    enqueue({ pusherId, url, pushkey, body }) {
      if (closed) return
      const refusal = refuseGatewayUrl(url, options)
      if (refusal !== undefined) return log(refusal)
      const queue = queues.get(pusherId) ?? startQueue(pusherId)
      queue.add({ url, pushkey, body: JSON.stringify(body), queuedAt: clock.now() })
    },
    drop(pusherId) {
      void queues.get(pusherId)?.stop()
      queues.delete(pusherId)
    },
    checkUrl: (url) => refuseGatewayUrl(url, options),
    async close() {
      closed = true
      const stopped = [...queues.values()].map((queue) => queue.stop())
      queues.clear()
      await Promise.all([...stopped, client.close()])
    },
  }
}

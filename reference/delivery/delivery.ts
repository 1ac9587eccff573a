import type { Log } from '../log.ts'
import { type Backoff, DEFAULT_BACKOFF } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'
import { type GatewayUrlPolicy, refuseGatewayUrl } from './gateway-url.ts'
import { KeyedSlots } from './keyed-slots.ts'
import { createNotifyClient, MAX_CONNECTIONS, MAX_REQUESTS } from './notify-client.ts'
import { type DeliveryPolicies, deliveryPolicies } from './policies.ts'
import type { PushQueue } from './push-queue.ts'
import { PusherWorker, type WorkerParts } from './pusher-worker.ts'
import { Removals } from './removals.ts'

/** Default deadline for the response of a gateway, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 30_000

/** Settings for the connections to push gateways. */
export interface DeliverySettings extends GatewayUrlPolicy {
  /** CA certificates (PEM) to trust besides the well-known ones; default: none */
  ca?: string

  /** Deadline for the response of a gateway, in milliseconds, at least 1; default: 30,000 */
  timeoutMs?: number

  /** Schedule for retries */
  backoff?: Backoff

  /** Receives log entries about the requests; default: they are discarded */
  log?: Log
}

/** Options of `createDelivery`. */
export interface DeliveryOptions extends DeliverySettings {
  /** Queue of the requests */
  queue: PushQueue

  /** Called when a gateway rejects pushkeys: their pushers must be removed, and dropped. */
  onRejected(pusherId: number, pushkeys: readonly string[]): void

  /** Default: those that follow the specification */
  policies?: DeliveryPolicies

  /** Default: the clock of the system */
  clock?: Clock

  /** Returns the jitter, from 0 to 1; default: `Math.random`. */
  random?(): number
}

/** Delivery of the push requests of a queue. Pushers are independent: a slow gateway delays no other. */
export interface Delivery {
  /** Starts to deliver requests that were queued for these pushers. After {@link close} it does nothing. */
  wake(pusherIds: Iterable<number>): void

  /** Aborts the request and the pause of a pusher. Its queued requests are sent when it is woken again. */
  drop(pusherId: number): void

  /** Returns the reason why a pusher cannot have this gateway URL, as a sentence; `undefined` if it can. */
  checkUrl(url: string): string | undefined

  /** Aborts all requests, and closes the connections. Undelivered requests stay in the queue. */
  close(): Promise<void>
}

/**
 * Creates the delivery of push requests over HTTPS.
 *
 * A request is retried, with growing pauses, until the gateway accepts it or it is too old. Only then is it removed from
 * the queue, so that none is lost, but one can arrive twice if the process ends in between.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { policies = deliveryPolicies, queue, timeoutMs = DEFAULT_TIMEOUT_MS, ca } = options
  const removals = new Removals(queue)
  const client = createNotifyClient({
    allowPrivateAddresses: options.allowPrivateAddresses ?? false,
    ca,
    timeoutMs,
    policies,
  })
  const parts: WorkerParts = {
    policies,
    queue,
    removals,
    client,
    hosts: new KeyedSlots(MAX_CONNECTIONS),
    requests: new KeyedSlots(MAX_REQUESTS),
    lanes: new KeyedSlots(1),
    urls: options,
    clock: options.clock ?? systemClock,
    backoff: { ...DEFAULT_BACKOFF, ...options.backoff },
    random: options.random ?? Math.random,
    log: options.log ?? (() => {}),
    onRejected: options.onRejected,
  }
  // A pusher has a worker while it has requests to deliver
  const workers = new Map<number, PusherWorker>()
  let closed = false

  function wake(pusherId: number): void {
    const known = workers.get(pusherId)
    if (known === undefined) workers.set(pusherId, new PusherWorker(pusherId, parts, () => workers.delete(pusherId)))
    else known.arrived()
  }

  return {
    wake(pusherIds) {
      if (closed) return
      for (const pusherId of pusherIds) wake(pusherId)
    },
    drop(pusherId) {
      void workers.get(pusherId)?.stop()
      workers.delete(pusherId)
    },
    checkUrl: (url) => refuseGatewayUrl(url, options),
    async close() {
      closed = true
      const stopped = [...workers.values()].map((worker) => worker.stop())
      workers.clear()
      await Promise.all([...stopped, client.close()])
      removals.flush()
    },
  }
}

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

const DEFAULT_TIMEOUT_MS = 30_000

/** How push gateways are reached. */
export interface DeliverySettings extends GatewayUrlPolicy {
  /** Certificates (PEM) to trust besides the well-known ones */
  ca?: string
  /** How long a gateway may take for one answer, in milliseconds; default 30 seconds */
  timeoutMs?: number
  backoff?: Backoff
  /** Is told what becomes of the requests; default: nobody is */
  log?: Log
}

export interface DeliveryOptions extends DeliverySettings {
  /** Where the requests wait */
  queue: PushQueue
  /** Gateways do not know these pushkeys any more: their pushers are to be removed, and dropped */
  onRejected(pusherId: number, pushkeys: readonly string[]): void
  /** Default: the right ones */
  policies?: DeliveryPolicies
  /** Other than the system's, for tests */
  clock?: Clock
  /** Jitter from 0 up to 1; default `Math.random` */
  random?(): number
}

/** Delivers the push requests of a queue to gateways, each pusher by itself: a slow gateway delays no other. */
export interface Delivery {
  /** To be called when requests for these pushers were queued. After {@link close} it does nothing. */
  wake(pusherIds: Iterable<number>): void
  /** Ends what is under way for a pusher, and its pause. What waits for it in the queue is sent when it is woken. */
  drop(pusherId: number): void
  /** Why a pusher cannot have this gateway URL, as a sentence; `undefined` when it can. */
  checkUrl(url: string): string | undefined
  /** Ends all requests under way and closes the connections; what is not delivered stays in the queue. */
  close(): Promise<void>
}

/**
 * Makes a delivery of push requests over HTTPS.
 *
 * A request is tried again, with growing pauses, until the gateway answers with success or the request is too old.
 * It leaves the queue after that, so that one can arrive twice when the process ends in between, and none is lost.
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
  /** A pusher has a worker while there is something to deliver. */
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

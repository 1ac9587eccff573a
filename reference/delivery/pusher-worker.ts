import type { Log } from '../log.ts'
import type { Backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import { type GatewayUrlPolicy, refuseGatewayUrl } from './gateway-url.ts'
import type { KeyedSlots } from './keyed-slots.ts'
import type { NotifyClient, NotifyResult } from './notify-client.ts'
import type { DeliveryFailure, DeliveryPolicies, GatewayResponse } from './policies.ts'
import type { PushQueue, QueuedPush } from './push-queue.ts'
import type { Removals } from './removals.ts'
import { reportDelivered, reportFailed, reportGivenUp, reportRejected } from './report.ts'

/** Dependencies that the workers of all pushers share. */
export interface WorkerParts {
  policies: DeliveryPolicies
  queue: PushQueue
  removals: Removals
  client: NotifyClient

  /** One slot for each concurrent request to a host */
  hosts: KeyedSlots

  /** One slot for each concurrent request to any host */
  requests: KeyedSlots

  /** One slot for each lane */
  lanes: KeyedSlots
  urls: GatewayUrlPolicy
  clock: Clock
  backoff: Required<Backoff>
  random(): number
  log: Log
  onRejected(pusherId: number, pushkeys: readonly string[]): void
}

/**
 * Delivers the queued requests of one pusher, one at a time, and ends when there are none left. It holds only the
 * current request in memory.
 *
 * A failed request remains the first until it is delivered or too old, and delays those behind it.
 */
export class PusherWorker {
  readonly #pusherId: number
  readonly #parts: WorkerParts
  readonly #onEnd: () => void
  readonly #stop = new AbortController()
  #pause: AbortController | undefined
  #failures = 0
  #failure: DeliveryFailure | undefined
  #newestInPause: number | undefined
  readonly #ended: Promise<void>

  /** @param onEnd called as soon as there are no more requests; not after {@link stop} */
  constructor(pusherId: number, parts: WorkerParts, onEnd: () => void) {
    this.#pusherId = pusherId
    this.#parts = parts
    this.#onEnd = onEnd
    this.#ended = this.#run()
  }

  /** Notifies the worker of a new request. */
  arrived(): void {
    const { policies, queue } = this.#parts
    if (policies.arrivalEndsPause) this.#pause?.abort()
    if (this.#pause === undefined || this.#failure === undefined) return
    const bodyOf = (push: QueuedPush | undefined) => (push === undefined ? undefined : queue.body(push.id))
    const fate = policies.inPause(this.#failure, {
      failed: () => bodyOf(queue.oldest(this.#pusherId)),
      arrived: () => bodyOf(queue.newest(this.#pusherId)),
    })
    if (fate === 'dropped') void this.#dropNewer()
    if (fate === 'replaces-newest') void this.#replaceNewest()
  }

  /** Aborts the current request and pause, and resolves when they have ended. The requests stay in the queue. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }

  /** Removes the newest request, unless it is the oldest one too. */
  async #dropNewer(): Promise<void> {
    const { queue, removals } = this.#parts
    const newest = queue.newest(this.#pusherId)
    if (newest !== undefined && newest.id !== queue.oldest(this.#pusherId)?.id) await removals.remove(newest.id)
  }

  /** Removes the request that arrived in the pause before the newest one. */
  async #replaceNewest(): Promise<void> {
    const { queue, removals } = this.#parts
    const replaced = this.#newestInPause
    this.#newestInPause = queue.newest(this.#pusherId)?.id
    if (replaced !== undefined) await removals.remove(replaced)
  }

  async #run(): Promise<void> {
    // The caller of the constructor may stop the worker again at once
    await Promise.resolve()
    try {
      await this.#deliverAll()
    } catch (error) {
      const text = `Delivery for pusher ${this.#pusherId} stopped: ${String(error)}`
      this.#parts.log({ part: 'delivery', level: 'error', event: 'delivery-broken', text })
      if (!this.#stop.signal.aborted) this.#onEnd()
    }
  }

  async #deliverAll(): Promise<void> {
    const { policies, queue, lanes } = this.#parts
    const waiting = { oldest: () => queue.oldest(this.#pusherId), newest: () => queue.newest(this.#pusherId) }
    const { signal } = this.#stop
    let leaveLane: (() => void) | undefined
    try {
      while (!signal.aborted) {
        const push = policies.next(waiting, this.#failures)
        if (push === undefined) return this.#onEnd()
        leaveLane ??= await lanes.enter(policies.lane(push), signal)
        if (!signal.aborted && (await this.#isDone(push))) {
          leaveLane()
          leaveLane = undefined
        }
      }
    } finally {
      leaveLane?.()
    }
  }

  /** Makes one attempt, and pauses if it fails; returns whether the request was removed from the queue. */
  async #isDone(push: QueuedPush): Promise<boolean> {
    const { clock, policies, backoff, urls } = this.#parts
    const refusal = refuseGatewayUrl(push.url, urls)
    if (refusal !== undefined) return this.#giveUp(push, refusal)
    if (policies.isTooOld(clock.now() - push.queuedAt, backoff)) {
      return this.#giveUp(push, `it could not be delivered within ${backoff.giveUpMs} ms`)
    }
    const delayMs = policies.delay(this.#parts.random())
    if (delayMs > 0) await clock.sleep(delayMs, this.#stop.signal)
    const start = performance.now()
    const result = await this.#send(push)
    if (result === undefined || this.#stop.signal.aborted) return true
    const ms = Math.round(performance.now() - start)
    if (result.response === undefined) return this.#handleFailure(push, result.problem, ms)
    return this.#handleResponse(push, result.response, ms)
  }

  /** Sends the request; returns `undefined` if it is no longer queued. */
  async #send({ id, url: gatewayUrl }: QueuedPush): Promise<NotifyResult | undefined> {
    const { client, hosts, policies, queue, requests } = this.#parts
    const url = policies.destination(gatewayUrl)
    const { signal } = this.#stop
    const leaveHost = await hosts.enter(new URL(url).host, signal)
    const leave = await requests.enter('all', signal)
    try {
      const body = signal.aborted ? undefined : queue.body(id)
      if (body === undefined) return undefined
      let result = await client.notify(url, body, signal)
      const redirectedTo = result.response === undefined ? undefined : policies.redirect(result.response)
      if (redirectedTo !== undefined) result = await client.notify(redirectedTo, body, signal)
      for (let copy = 1; copy < policies.copies; copy += 1) await client.notify(url, body, signal)
      return result
    } finally {
      leave()
      leaveHost()
    }
  }

  async #handleResponse(push: QueuedPush, response: GatewayResponse, ms: number): Promise<boolean> {
    const { policies, removals, log, onRejected } = this.#parts
    const rejected = policies.rejected(response, push.pushkey)
    const isDelivered = policies.isDelivered(response)
    if (rejected.length > 0) {
      reportRejected(log, push, response.status)
      onRejected(this.#pusherId, rejected)
      if (this.#stop.signal.aborted) return true
    }
    if (!isDelivered) return this.#handleFailure(push, `it responded with ${response.status}`, ms, response)
    this.#failures = 0
    reportDelivered(log, push, response.status, ms)
    await removals.remove(push.id)
    return true
  }

  async #handleFailure(push: QueuedPush, reason: string, ms: number, response?: GatewayResponse): Promise<boolean> {
    const { backoff, clock, log, policies, queue, random } = this.#parts
    this.#failures += 1
    const hasNewer = (queue.newest(this.#pusherId)?.id ?? push.id) > push.id
    const failure = { failures: this.#failures, hasNewer, ...(response === undefined ? {} : { response }) }
    this.#failure = failure
    if (policies.givesUp(failure)) return this.#giveUp(push, reason)
    const pauseMs = Math.ceil(policies.pause(failure, backoff, random()))
    reportFailed(log, push, reason, {
      ms,
      pause_ms: pauseMs,
      ...(response === undefined ? {} : { status: response.status }),
    })
    this.#pause = new AbortController()
    await clock.sleep(pauseMs, AbortSignal.any([this.#stop.signal, this.#pause.signal]))
    this.#pause = undefined
    return false
  }

  async #giveUp(push: QueuedPush, reason: string): Promise<boolean> {
    reportGivenUp(this.#parts.log, push, reason)
    await this.#parts.removals.remove(push.id)
    return true
  }
}

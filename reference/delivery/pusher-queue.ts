import { type Backoff, pauseAfter } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { NotifyClient } from './notify-client.ts'

/** One push request on its way. */
export interface QueuedRequest {
  url: string
  pushkey: string
  /** JSON, made once so that every attempt sends the same */
  body: string
  queuedAt: number
}

export interface PusherQueueOptions {
  client: NotifyClient
  clock: Clock
  backoff: Required<Backoff>
  random(): number
  log(line: string): void
  /** Everything is delivered or given up; the queue has ended */
  onEmpty(): void
  /** The gateway does not know the pushkey; the queue has ended, and what was in it is forgotten */
  onRejected(pushkey: string): void
}

/**
 * The push requests of one pusher, delivered one at a time in the order they came.
 *
 * A request that fails stays first until it is delivered or too old, and nothing behind it is sent any sooner.
 * A queue that has ended is not used again.
 */
export class PusherQueue {
  readonly #options: PusherQueueOptions
  readonly #requests: QueuedRequest[] = []
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined

  constructor(options: PusherQueueOptions) {
    this.#options = options
  }

  add(request: QueuedRequest): void {
    this.#requests.push(request)
    this.#running ??= this.#run()
  }

  /** Forgets what is queued and ends the request under way; resolves when that is done. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { client, clock, backoff, random, log, onEmpty, onRejected } = this.#options
    const { signal } = this.#stop
    let failures = 0
    for (let request = this.#next(); request !== undefined; request = this.#next()) {
      const answer = await client.notify(request.url, request.body, signal)
      if (signal.aborted) return
      if (answer.result === 'failed') {
        failures += 1
        const pause = pauseAfter(failures, backoff, random())
        log(`Cannot deliver a push to ${request.url}: ${answer.reason}; trying again in ${Math.ceil(pause)} ms`)
        await clock.sleep(pause, signal)
        if (signal.aborted) return
      } else if (answer.rejected.includes(request.pushkey)) {
        return onRejected(request.pushkey)
      } else {
        failures = 0
        this.#requests.shift()
      }
    }
    onEmpty()
  }

  /** The first request that is not too old; those before it are given up. */
  #next(): QueuedRequest | undefined {
    const { clock, backoff, log } = this.#options
    for (let first = this.#requests[0]; first !== undefined; first = this.#requests[0]) {
      if (clock.now() - first.queuedAt < backoff.giveUpMs) return first
      log(`Giving up a push to ${first.url}: it could not be delivered within ${backoff.giveUpMs} ms`)
      this.#requests.shift()
    }
    return undefined
  }
}

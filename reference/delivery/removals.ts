import { setImmediate } from 'node:timers'
import type { PushQueue } from './push-queue.ts'

/** Removes requests from the queue, in one transaction for each turn of the event loop. */
export class Removals {
  readonly #queue: PushQueue
  #ids: number[] = []
  #flushed: Promise<void> | undefined

  constructor(queue: PushQueue) {
    this.#queue = queue
  }

  /** Resolves when the request was removed. */
  remove(id: number): Promise<void> {
    this.#ids.push(id)
    this.#flushed ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          this.flush()
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
    return this.#flushed
  }

  /** Removes the pending requests immediately. */
  flush(): void {
    this.#flushed = undefined
    if (this.#ids.length > 0) this.#queue.remove(this.#ids.splice(0))
  }
}

import { setImmediate } from 'node:timers'
import type { PushQueue } from './push-queue.ts'

/** Takes requests out of the queue, those that are done within one turn of the event loop in one transaction. */
export class Removals {
  readonly #queue: PushQueue
  #ids: number[] = []
  #flushed: Promise<void> | undefined

  constructor(queue: PushQueue) {
    this.#queue = queue
  }

  /** Resolves when the request is taken out. */
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

  /** Takes out at once what is still to be taken out. */
  flush(): void {
    this.#flushed = undefined
    if (this.#ids.length > 0) this.#queue.remove(this.#ids.splice(0))
  }
}

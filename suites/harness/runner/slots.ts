/** Runs a limited number of tasks at the same time, in the order in which they were added. */
export class Slots {
  readonly #limit: () => number
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** @param limit returns the number of tasks that may run now, 1 or more; it is asked whenever a task could start */
  constructor(limit: () => number) {
    this.#limit = limit
  }

  /** Runs a task as soon as there is a slot for it. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limit()) this.#running += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#startWaiting()
    }
  }

  #startWaiting(): void {
    while (this.#running < this.#limit()) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      // The slot is taken here, before the task continues: until then another one could take it too
      this.#running += 1
      next()
    }
  }
}

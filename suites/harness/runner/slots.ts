/** Slot of a task that runs. */
export interface Slot {
  /** Waits for something, while others can use the slot. The task goes on as soon as there is a slot for it again. */
  without<T>(wait: () => Promise<T>): Promise<T>
}

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
  async run<T>(task: (slot: Slot) => Promise<T>): Promise<T> {
    await this.#take()
    let isHeld = true
    let hasEnded = false
    const without = async <U>(wait: () => Promise<U>): Promise<U> => {
      isHeld = false
      this.#give()
      try {
        return await wait()
      } finally {
        // A task that has ended in the meantime has no use for a slot
        if (!hasEnded) {
          await this.#take()
          isHeld = true
        }
      }
    }
    try {
      return await task({ without })
    } finally {
      hasEnded = true
      if (isHeld) this.#give()
    }
  }

  async #take(): Promise<void> {
    if (this.#running < this.#limit()) this.#running += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #give(): void {
    this.#running -= 1
    while (this.#running < this.#limit()) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      // The slot is taken here, before the task continues: until then another one could take it too
      this.#running += 1
      next()
    }
  }
}

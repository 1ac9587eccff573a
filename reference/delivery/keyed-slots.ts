/** Semaphores by key. Callers that find no free slot wait in the order of their arrival. */
export class KeyedSlots {
  readonly #size: number
  readonly #keys = new Map<string, { taken: number; waiting: Set<() => void> }>()

  /** @param size number of slots for each key */
  constructor(size: number) {
    this.#size = size
  }

  /**
   * Waits for a free slot.
   *
   * @param signal ends the wait
   * @returns function that releases the slot; further calls have no effect
   */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const slots = this.#keys.get(key) ?? { taken: 0, waiting: new Set() }
    this.#keys.set(key, slots)
    if (slots.taken < this.#size) {
      slots.taken += 1
    } else if (!(await this.#waitForSlot(slots.waiting, signal))) {
      return () => {}
    }
    let hasSlot = true
    return () => {
      if (!hasSlot) return
      hasSlot = false
      const [next] = slots.waiting
      // The slot passes directly to the caller that has waited longest
      if (next !== undefined) return next()
      slots.taken -= 1
      if (slots.taken === 0) this.#keys.delete(key)
    }
  }

  /** Waits for a slot; returns false if the signal was aborted first. */
  #waitForSlot(waiting: Set<() => void>, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const settle = (hasSlot: boolean) => {
        waiting.delete(enter)
        signal.removeEventListener('abort', giveUp)
        resolve(hasSlot)
      }
      const enter = () => settle(true)
      const giveUp = () => settle(false)
      waiting.add(enter)
      signal.addEventListener('abort', giveUp)
    })
  }
}

/** Lets so many in at a time for each key; the others wait in the order they came. */
export class KeyedSlots {
  readonly #size: number
  readonly #keys = new Map<string, { taken: number; waiting: Set<() => void> }>()

  /** @param size how many may be in at a time */
  constructor(size: number) {
    this.#size = size
  }

  /**
   * Waits for a free slot.
   *
   * @param signal ends the waiting
   * @returns gives the slot back; may be called again without effect
   */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const slots = this.#keys.get(key) ?? { taken: 0, waiting: new Set() }
    this.#keys.set(key, slots)
    if (slots.taken < this.#size) {
      slots.taken += 1
    } else if (!(await this.#turn(slots.waiting, signal))) {
      return () => {}
    }
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      const [next] = slots.waiting
      // The slot goes over to the one that waited longest, and is not free in between
      if (next !== undefined) return next()
      slots.taken -= 1
      if (slots.taken === 0) this.#keys.delete(key)
    }
  }

  /** @returns whether it came to that before the signal */
  #turn(waiting: Set<() => void>, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const settle = (isIn: boolean) => {
        waiting.delete(enter)
        signal.removeEventListener('abort', giveUp)
        resolve(isIn)
      }
      const enter = () => settle(true)
      const giveUp = () => settle(false)
      waiting.add(enter)
      signal.addEventListener('abort', giveUp)
    })
  }
}

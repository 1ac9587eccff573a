import { Inconclusive } from '../case/errors.ts'

/** Place of one case at a {@link Rendezvous}. */
export interface Seat {
  /**
   * Waits until all others have arrived or left, and until the pause is over.
   *
   * @throws {Inconclusive} when the case has left before, so that nobody waits for it
   * @throws anything that the pause throws
   */
  arrive(): Promise<void>
  /** Leaves for good. Nobody waits for the case any more. */
  leave(): void
}

/**
 * Point that several cases reach before any of them goes on, with a pause that they share. It can be reached several
 * times: each time all seats that are still taken meet again.
 */
export class Rendezvous {
  readonly #pause: (arrived: number) => Promise<void>
  readonly #waiting = new Set<PromiseWithResolvers<void>>()
  #taken = 0
  #isPausing = false

  /** @param pause takes the number of those that have arrived; if it rejects, none of them goes on */
  constructor(pause: (arrived: number) => Promise<void>) {
    this.#pause = pause
  }

  /** Takes a seat. All seats have to be taken before the first one arrives. */
  seat(): Seat {
    this.#taken += 1
    let hasLeft = false
    let waiting: PromiseWithResolvers<void> | undefined
    return {
      arrive: async () => {
        if (hasLeft) throw new Inconclusive('The case had ended before it arrived at the pause')
        waiting = Promise.withResolvers<void>()
        this.#waiting.add(waiting)
        this.#meet()
        await waiting.promise
      },
      leave: () => {
        if (hasLeft) return
        hasLeft = true
        this.#taken -= 1
        if (waiting !== undefined) this.#waiting.delete(waiting)
        this.#meet()
      },
    }
  }

  /** Starts the pause if everybody is there. Who leaves during it never goes on. */
  #meet(): void {
    if (this.#isPausing || this.#waiting.size === 0 || this.#waiting.size < this.#taken) return
    this.#isPausing = true
    this.#pause(this.#waiting.size).then(
      () => this.#end((one) => one.resolve()),
      (error) => this.#end((one) => one.reject(error)),
    )
  }

  #end(release: (one: PromiseWithResolvers<void>) => void): void {
    this.#isPausing = false
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const one of waiting) release(one)
  }
}

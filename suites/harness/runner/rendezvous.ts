import { Inconclusive } from '../case/errors.ts'

/** Place of one case at a {@link Rendezvous}. */
export interface Seat {
  /**
   * Waits until all others have arrived or left, and until the pause is over.
   *
   * @throws {Inconclusive} when the case has left before, so that nobody waits for it
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
  readonly #pause: (arrived: number) => Promise<boolean>
  readonly #waiting = new Set<() => void>()
  #taken = 0
  #isPausing = false

  /**
   * @param pause takes the number of cases that have arrived, and returns whether they go on: they do not once the run
   *   has ended. It never rejects.
   */
  constructor(pause: (arrived: number) => Promise<boolean>) {
    this.#pause = pause
  }

  /** Takes a seat. All seats have to be taken before the first case arrives. */
  seat(): Seat {
    this.#taken += 1
    let hasLeft = false
    let goOn: (() => void) | undefined
    return {
      arrive: async () => {
        if (hasLeft) throw new Inconclusive('The case had ended before it arrived at the pause')
        const { promise, resolve } = Promise.withResolvers<void>()
        goOn = resolve
        this.#waiting.add(resolve)
        this.#meet()
        await promise
      },
      leave: () => {
        if (hasLeft) return
        hasLeft = true
        this.#taken -= 1
        if (goOn !== undefined) this.#waiting.delete(goOn)
        this.#meet()
      },
    }
  }

  /** Starts the pause if everybody is there. A case that leaves during it never goes on. */
  #meet(): void {
    if (this.#isPausing || this.#waiting.size === 0 || this.#waiting.size < this.#taken) return
    this.#isPausing = true
    void this.#pause(this.#waiting.size).then((goesOn) => {
      this.#isPausing = false
      if (!goesOn) return
      const waiting = [...this.#waiting]
      this.#waiting.clear()
      for (const goOn of waiting) goOn()
    })
  }
}

/** Share of the timeout that a response may take on average before fewer cases run at once. */
const SLOW = 0.1

/** Share of the timeout below which more cases run at once again. */
const QUICK = 0.03

/** Delay of Plexor's own timers before fewer cases run at once, in milliseconds. */
const LATE_MS = 500

/** Weight of the latest response in the average. */
const WEIGHT = 0.1

/**
 * Number of cases that run at once, as the target and this machine can bear it: it falls when responses take long or
 * Plexor itself is late, and rises again when they are quick.
 */
export class AdaptiveLimit {
  readonly #most: number
  readonly #timeoutMs: number
  #limit: number
  #averageMs = 0
  #sinceChange = 0

  /**
   * @param most number of cases at the start, which is never exceeded
   * @param timeoutMs time to wait for a response, in milliseconds
   */
  constructor(most: number, timeoutMs: number) {
    this.#most = most
    this.#limit = most
    this.#timeoutMs = timeoutMs
  }

  /** Number of cases that may run now, 1 or more. */
  get limit(): number {
    return this.#limit
  }

  /**
   * Takes a response into account.
   *
   * @param tookMs time that it took, or the time until it was given up, in milliseconds
   * @param ownLatenessMs for how long this process was too busy to notice it, in milliseconds
   */
  observe(tookMs: number, ownLatenessMs: number): void {
    this.#averageMs += (tookMs - this.#averageMs) * WEIGHT
    this.#sinceChange += 1
    // The effect of a change shows in the responses after it
    if (this.#sinceChange < this.#limit * 2) return
    const isSlow = this.#averageMs > this.#timeoutMs * SLOW || ownLatenessMs > LATE_MS
    if (isSlow && this.#limit > 1) this.#change(Math.ceil(this.#limit / 2))
    else if (!isSlow && this.#averageMs < this.#timeoutMs * QUICK && this.#limit < this.#most)
      this.#change(this.#limit + 1)
  }

  #change(limit: number): void {
    this.#limit = limit
    this.#sinceChange = 0
  }
}

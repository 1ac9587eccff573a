/** Share of the timeout that a response may take on average before fewer cases run at once. */
const SLOW = 0.1

/** Share of the timeout below which more cases run at once again. */
const QUICK = 0.03

/** Delay of Plexor's own timers before fewer cases run at once, in milliseconds. */
const LATE_MS = 500

/** Factor by which responses take longer than the target's own latency, when it is overloaded. */
const LOADED = 1.5

/** Share of their time that responses still take after fewer cases run at once, if the cases were not the reason. */
const UNCHANGED = 0.75

/** Minimum number of responses whose times are compared. */
const MIN_WINDOW = 16

/** Number of responses after which more cases run at once again, if that was too much for the target before. */
const RETRY = 160

/**
 * Number of cases that run at once, as the target and this machine can bear it: it falls when responses take long because
 * of the cases, or Plexor itself is late, and rises again when they do not.
 *
 * A latency that does not depend on the number of cases, such as that of a distant target, is no reason to run fewer. So
 * times are compared with the target's own latency: that of the preflight, or the one that remains when fewer cases run.
 */
export class AdaptiveLimit {
  readonly #most: number
  readonly #timeoutMs: number
  #limit: number
  /** Latency of the target when it is not busy, in milliseconds */
  #ownMs: number
  /** Responses of which the time counts, since the last decision */
  #count = 0
  #sumMs = 0
  /** Number of responses since the limit changed */
  #sinceChange = 0
  /** Limit and average time before the last reduction, while its effect is not known yet */
  #reducedFrom: { limit: number; averageMs: number } | undefined
  /** Number of responses to wait before more cases run at once */
  #responsesToWait = 0

  /**
   * @param most number of cases at the start, which is never exceeded
   * @param timeoutMs time to wait for a response, in milliseconds
   * @param ownMs average time of a response of the target when nothing else is in progress, in milliseconds; default:
   *   unknown, and taken from the quickest responses
   */
  constructor(most: number, timeoutMs: number, ownMs = Number.POSITIVE_INFINITY) {
    this.#most = most
    this.#limit = most
    this.#timeoutMs = timeoutMs
    this.#ownMs = ownMs
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
    this.#sinceChange += 1
    // The effect of a change shows in the responses after those that were in progress
    if (this.#sinceChange <= this.#limit * 2) return
    if (ownLatenessMs > LATE_MS) {
      this.#change(Math.ceil(this.#limit / 2))
      return
    }
    this.#count += 1
    this.#sumMs += tookMs
    if (this.#count < Math.max(MIN_WINDOW, this.#limit * 2)) return
    const averageMs = this.#sumMs / this.#count
    this.#count = 0
    this.#sumMs = 0
    this.#decide(averageMs)
  }

  #decide(averageMs: number): void {
    const reducedFrom = this.#reducedFrom
    this.#reducedFrom = undefined
    if (reducedFrom !== undefined && averageMs > reducedFrom.averageMs * UNCHANGED) {
      // Fewer cases did not help, so this is how long the target takes
      this.#ownMs = averageMs
      this.#change(reducedFrom.limit)
      return
    }
    if (reducedFrom !== undefined) this.#responsesToWait = RETRY
    // With a single case, nothing but the target itself takes the time
    this.#ownMs = this.#limit === 1 ? averageMs : Math.min(this.#ownMs, averageMs)
    const isQuick = averageMs < this.#timeoutMs * QUICK
    const isLoaded = averageMs > this.#timeoutMs * SLOW && averageMs > this.#ownMs * LOADED
    if (isLoaded && this.#limit > 1) {
      this.#reducedFrom = { limit: this.#limit, averageMs }
      this.#change(Math.ceil(this.#limit / 2))
    } else if (!isLoaded && this.#limit < this.#most && (isQuick || this.#sinceChange > this.#responsesToWait)) {
      this.#change(this.#limit + 1)
    }
  }

  #change(limit: number): void {
    if (limit === this.#limit) return
    this.#limit = limit
    this.#sinceChange = 0
    this.#count = 0
    this.#sumMs = 0
  }
}

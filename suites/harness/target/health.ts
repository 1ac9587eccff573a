import { duration } from '../../../common/text.ts'
import { type Interruption, stoppedText } from '../../../run/index.ts'
import { eventually } from './deadline.ts'
import { TransportError } from './transport.ts'

/** Maximum time for the response to a request that asks whether the target responds at all, in milliseconds. */
const PING_MS = 5_000

/** Share of the timeout that responses take on average if the target is too slow to say that something is missing. */
const SLOW = 0.2

/** Share of the timeout that one response of a case takes if the target is too slow to say that something is missing. */
const VERY_SLOW = 0.5

/** Number of latest responses whose times are known. */
const MAX_LATEST = 500

/** Number of first responses, those of the preflight, whose times are known. */
const MAX_FIRST = 40

/** Options for {@link TargetHealth}. */
export interface HealthOptions {
  /**
   * Sends a request to which every target responds at once, with any status.
   *
   * @param timeoutMs time to wait for the response, in milliseconds
   * @throws {TransportError} when there is no response
   */
  ping(timeoutMs: number): Promise<unknown>
  /** Time to wait for a target that does not respond to come back, in milliseconds */
  graceMs: number
}

/** Finding about whether the target responds, while one request got no response. */
export type Presence =
  /** It responds to another request */
  | 'present'
  /** It did not respond for a while, and does again, such as after a restart */
  | 'back'
  /** It does not respond any more */
  | 'gone'

/**
 * Watches whether the target responds, for all clients of a run: one request without a response says little, and a target
 * that has stopped would otherwise make every later case wait and fail.
 */
export class TargetHealth {
  /** Interruptions, with the times at which they were noticed */
  readonly #times: { at: number; interruption: Interruption }[] = []
  readonly #options: HealthOptions
  /** Number of requests in progress by case */
  readonly #inProgress = new Map<string, number>()
  /** Called with the time that each response took, and for how long this process was too busy to notice it, in milliseconds */
  onResponse: (tookMs: number, ownLatenessMs: number) => void = () => {}
  /** Latest responses, oldest first: when they came, how long they took, in milliseconds, and to which case */
  readonly #latest: { at: number; tookMs: number; caseId: string }[] = []
  /** Times of the first responses, in milliseconds */
  readonly #first: number[] = []
  #lastCase: string | undefined
  #check: Promise<Presence> | undefined
  #isGone = false

  constructor(options: HealthOptions) {
    this.#options = options
  }

  /** Returns the interruptions since a time, as `performance.now()`, in the order in which they were noticed. */
  interruptionsSince(begin: number): Interruption[] {
    return this.#times.filter(({ at }) => at >= begin).map(({ interruption }) => interruption)
  }

  /** True if the target has stopped responding, and did not come back within the grace time. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Records a response, with the time that it took and the time for which this process was too busy to notice it. */
  responded(caseId: string, tookMs: number, ownLatenessMs: number): void {
    this.#latest.push({ at: performance.now(), tookMs, caseId })
    if (this.#latest.length > MAX_LATEST) this.#latest.shift()
    if (this.#first.length < MAX_FIRST) this.#first.push(tookMs)
    this.onResponse(tookMs, ownLatenessMs)
  }

  /**
   * Says that the target was too slow for something that is missing to mean anything.
   *
   * @param caseId the case for which something is missing
   * @param begin start of the wait, as `performance.now()`
   * @param timeoutMs usual time limit, in milliseconds
   * @returns a clause with advice; undefined if its responses took a small part of that time on average, and none of those
   *   to the case a large one
   */
  slownessSince(caseId: string, begin: number, timeoutMs: number): string | undefined {
    const latest = this.#latest.filter(({ at }) => at >= begin)
    const advice = 'so the target is slow: use a longer --timeout or fewer --jobs'
    const longestMs = Math.max(0, ...latest.filter((one) => one.caseId === caseId).map(({ tookMs }) => tookMs))
    if (longestMs > timeoutMs * VERY_SLOW) return `another response to this case took ${duration(longestMs)}, ${advice}`
    const averageMs = latest.reduce((sum, { tookMs }) => sum + tookMs, 0) / latest.length
    if (latest.length === 0 || averageMs <= timeoutMs * SLOW) return undefined
    return `other responses took ${duration(averageMs)} on average, ${advice}`
  }

  /** Returns the average time of the first responses, before cases run, in milliseconds; undefined if there was none. */
  unloadedMs(): number | undefined {
    return this.#first.length === 0 ? undefined : this.#first.reduce((sum, time) => sum + time, 0) / this.#first.length
  }

  /** Runs a request of a case, and records whether it got a response. */
  async observe<T>(caseId: string, request: () => Promise<T>): Promise<T> {
    this.#inProgress.set(caseId, (this.#inProgress.get(caseId) ?? 0) + 1)
    try {
      const response = await request()
      this.#lastCase = caseId
      return response
    } finally {
      const left = (this.#inProgress.get(caseId) ?? 1) - 1
      if (left === 0) this.#inProgress.delete(caseId)
      else this.#inProgress.set(caseId, left)
    }
  }

  /**
   * Finds out whether the target responds at all, after a request got no response. Requests of several cases share one
   * finding.
   *
   * @param caseId the case whose request got no response
   */
  async check(caseId: string): Promise<Presence> {
    if (this.#isGone) return 'gone'
    this.#check ??= this.#find(caseId).finally(() => {
      this.#check = undefined
    })
    return await this.#check
  }

  /**
   * Waits until the target responds again, after something that may have stopped it on purpose.
   *
   * @param timeoutMs time to wait, in milliseconds
   * @param signal ends the wait early when it is aborted
   * @returns false if it does not respond; the target counts as gone then, unless the wait ended early
   */
  async comesBack(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const isBack = async () => {
      if (signal.aborted) return false
      return (await this.#responds(Math.min(PING_MS, timeoutMs))) ? true : undefined
    }
    const isThere = (await eventually(isBack, timeoutMs)) === true
    if (!isThere && !signal.aborted) this.#isGone = true
    return isThere
  }

  /** Returns a sentence about a target that has stopped responding. */
  explanation(): string {
    return stoppedText(this.#times.at(-1)?.interruption ?? { what: 'responses', recovered: false })
  }

  async #find(caseId: string): Promise<Presence> {
    const during = [...new Set([caseId, ...this.#inProgress.keys()])]
    const after = this.#lastCase
    const at = performance.now()
    if (await this.#responds(Math.min(PING_MS, this.#options.graceMs))) return 'present'
    const isBack = () => this.#responds(Math.min(PING_MS, this.#options.graceMs))
    const recovered =
      (await eventually(async () => ((await isBack()) ? true : undefined), this.#options.graceMs)) === true
    this.#isGone = !recovered
    const interruption: Interruption = {
      what: 'responses',
      ...(after === undefined ? {} : { after }),
      during,
      recovered,
    }
    this.#times.push({ at, interruption })
    return recovered ? 'back' : 'gone'
  }

  async #responds(timeoutMs: number): Promise<boolean> {
    try {
      await this.#options.ping(timeoutMs)
      return true
    } catch (error) {
      if (error instanceof TransportError) return false
      throw error
    }
  }
}

import type { Ruleset, SyncResponse } from '../../spec/index.ts'
import { type Counts, countsOf, NOTHING_UNREAD } from '../../suites/harness/users/unread-counts.ts'
import type { User } from '../../suites/harness/users/user.ts'

/** Share by which a waiting request waits longer than the comparison, so that something has to wake it. */
const LONGER = 2

/** Client that keeps what it has seen in `/sync`, and asks only for what is new. */
export class SyncClient {
  readonly #user: User
  /** Counts of each joined room. There are two if the latest response does not say whether they are now zero */
  readonly #counts = new Map<string, Counts[]>()
  /** Event of the read marker of each room */
  readonly #markers = new Map<string, unknown>()
  #rules: Ruleset | undefined
  #since: string | undefined
  #waiting: Promise<SyncResponse> | undefined
  #failure: unknown

  constructor(user: User) {
    this.#user = user
  }

  /** True while a request waits for news. */
  get isWaiting(): boolean {
    return this.#waiting !== undefined
  }

  /** Push rules as they were seen last; undefined if they were not. */
  get rules(): Ruleset | undefined {
    return this.#rules
  }

  /** Returns the counts that a room can have, according to what was seen; undefined if nothing was. */
  countsOf(roomId: string): readonly Counts[] | undefined {
    return this.#counts.get(roomId)
  }

  /** Returns the event of the read marker of a room that was seen last. */
  markerOf(roomId: string): unknown {
    return this.#markers.get(roomId)
  }

  /** Starts over, as a client without a store does: with an initial `/sync`. */
  async restart(): Promise<void> {
    this.#waiting = undefined
    this.#counts.clear()
    this.#markers.clear()
    this.#rules = undefined
    this.#see(await this.#user.sync())
  }

  /**
   * Begins to wait for news, and returns at once.
   *
   * @param comparedMs the time that a comparison waits for them, in milliseconds
   */
  async wait(comparedMs: number): Promise<void> {
    if (this.isWaiting) return
    if (this.#since === undefined) await this.restart()
    // A request for news that are there already would not wait
    else this.#see(await this.#user.sync(this.#since))
    const request = this.#user.sync(this.#since, { timeoutMs: Math.round(comparedMs * LONGER) })
    this.#waiting = request
    const ending = (end: () => void) => {
      // A client that has started over is not interested any more
      if (this.#waiting !== request) return
      this.#waiting = undefined
      end()
    }
    request.then(
      (news) => ending(() => this.#see(news)),
      (error: unknown) =>
        ending(() => {
          this.#failure = error
        }),
    )
    // By the time another request is finished, the waiting one has most likely arrived
    await this.#user.pushRules()
  }

  /** Asks for news, or sees what the waiting request has returned. It does not wait for that. */
  async next(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.isWaiting) return
    this.#see(await this.#user.sync(this.#since))
  }

  #see(response: SyncResponse): void {
    this.#since = response.next_batch
    for (const roomId of Object.keys(response.rooms?.leave ?? {})) this.#counts.delete(roomId)
    for (const [roomId, room] of Object.entries(response.rooms?.join ?? {})) {
      const seen = countsOf(response, roomId) ?? NOTHING_UNREAD
      // Counts that are absent are zero, or have not changed
      const before = room.unread_notifications === undefined ? (this.#counts.get(roomId) ?? []) : []
      this.#counts.set(roomId, [seen, ...before])
      const marker = room.account_data?.events?.findLast(({ type }) => type === 'm.fully_read')
      if (marker !== undefined) this.#markers.set(roomId, marker.content?.event_id)
    }
    const events = response.account_data?.events ?? []
    const content = events.findLast(({ type }) => type === 'm.push_rules')?.content
    const { global } = (content ?? {}) as { global?: Ruleset }
    if (global !== undefined) this.#rules = global
  }
}

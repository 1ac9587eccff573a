import type { Device, PushNotification } from '../../../spec/index.ts'
import { Mismatch } from '../case/errors.ts'
import { expect } from '../case/expect.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { until, Wake } from '../target/deadline.ts'
import { accepted, type PushResponse } from './push-response.ts'

/** One request that the target sent to the gateway for one pushkey. */
export interface Push {
  /** `performance.now()` at its arrival */
  at: number
  method: string
  path: string
  contentType: string | undefined
  notification: PushNotification
  /** The device of the notification that has this inbox's pushkey */
  device: Device
  /** What about the request breaks the schema of the push gateway API */
  violations: string[]
}

/** How the absence of a push is proved on this target. */
export interface Settling {
  /** Milliseconds to wait after a fence, because the target delivers out of order; 0 where the order is enough */
  afterFenceMs: number
  /** Milliseconds to wait where no fence of the same pusher can be had */
  withoutFenceMs: number
}

/** Most pushes that one inbox keeps, so that a target that never stops cannot fill the memory. */
const MOST_PUSHES = 1000

/** Everything that arrived at the gateway for one pushkey. */
export class Inbox {
  readonly pushkey: string
  readonly appId: string
  readonly pushes: Push[] = []
  /** How a negative check of this inbox was proved, for the report */
  readonly proofs: string[] = []
  /** What the gateway answers to a push; a promise keeps the target waiting */
  response: (push: Push) => PushResponse | Promise<PushResponse> = accepted
  readonly #wake = new Wake()
  readonly #timeline: Timeline
  readonly #patienceMs: number
  readonly #settling: Settling

  constructor(pushkey: string, appId: string, timeline: Timeline, timeoutMs: number, settling: Settling) {
    this.pushkey = pushkey
    this.appId = appId
    this.#timeline = timeline
    this.#patienceMs = timeoutMs
    this.#settling = settling
  }

  /** The gateway puts a push here as it arrives. */
  receive(push: Push): void {
    if (this.pushes.length < MOST_PUSHES) this.pushes.push(push)
    this.#wake.all()
  }

  /** From now on the gateway answers as it does when nothing is said: 200, with nothing rejected. */
  accept(): void {
    this.response = accepted
  }

  /**
   * From now on the gateway gives this answer to the push of one event, and the usual one to others: what a target still
   * has to push of earlier events may come late.
   *
   * @param sent the event ID, as soon as the event is sent
   */
  async responseFor(sent: Promise<string>, response: PushResponse): Promise<string> {
    const eventId = sent.catch(() => undefined)
    this.response = async ({ notification }) => (notification.event_id === (await eventId) ? response : accepted())
    return await sent
  }

  /**
   * From now on the gateway keeps pushes waiting for their answer, until the function that this gives is called: with
   * the answer for them and all later ones, the usual one unless it is said.
   */
  hold(): (response?: PushResponse) => void {
    const { promise, resolve } = Promise.withResolvers<PushResponse>()
    this.response = () => promise
    return (response = accepted()) => {
      this.response = () => response
      resolve(response)
    }
  }

  /** Waits until `find` gives something; `undefined` when it does not within the time, in milliseconds. */
  async waitFor<T>(find: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
    return await this.#timeline.awaitPush(timeoutMs, () => until(this.#wake, find, timeoutMs))
  }

  /**
   * Waits for an attempt to push an event; `undefined` when there is none within the time.
   *
   * @param number 1 for the first attempt
   * @param patienceMs how long to wait, in milliseconds
   */
  async attempt(eventId: string, number: number, timeoutMs: number): Promise<Push | undefined> {
    return await this.waitFor(() => this.about(eventId)[number - 1], timeoutMs)
  }

  /** The pushes about one event, retries and duplicates included. */
  about(eventId: string): Push[] {
    return this.pushes.filter((push) => push.notification.event_id === eventId)
  }

  /** Waits for the push of an event; `undefined` when it does not arrive. */
  async arrivalOf(eventId: string): Promise<Push | undefined> {
    return await this.waitFor(() => this.about(eventId)[0], this.#patienceMs)
  }

  /**
   * Waits for the push of an event, which has to arrive. It can have any shape: the case looks at what it is about, and
   * `schema/notify` judges the shape of all pushes.
   */
  async expectPush(eventId: string): Promise<Push> {
    const push = await this.arrivalOf(eventId)
    expect(
      push !== undefined,
      `Expected a push of ${eventId} within ${this.#patienceMs / 1000} s, found ${this.#summary()}`,
    )
    return push
  }

  /** Waits for a push that satisfies `wanted`; `what` names it. */
  async expectPushThat(what: string, expected: (push: Push) => boolean): Promise<Push> {
    const push = await this.waitFor(() => this.pushes.find(expected), this.#patienceMs)
    expect(push !== undefined, `Expected ${what} within ${this.#patienceMs / 1000} s, found ${this.#summary()}`)
    return push
  }

  /**
   * Proves that an event was not pushed: the fence, a later event that has to be pushed to the same pusher, arrived
   * without it. Where the target delivers out of order, a settle time measured from its own latency is added.
   */
  async expectNoPush(eventId: string, { until: fence }: { until: string }): Promise<void> {
    await this.expectPush(fence)
    const settle = this.#settling.afterFenceMs
    if (settle > 0) await this.#settle(eventId, settle)
    this.#refute(eventId)
    this.#prove(
      `the push of the later event ${fence} arrived without it${settle > 0 ? `, and ${settle} ms passed` : ''}`,
    )
  }

  /**
   * Proves that nothing is pushed to a pusher that can have no fence of its own, such as a deleted one: `until`, an
   * event that another pusher was notified of, shows that the target has dealt with the event; then a settle time passes.
   */
  async expectSilence(
    eventId: string,
    { until: { inbox, fence } }: { until: { inbox: Inbox; fence: string } },
  ): Promise<void> {
    await inbox.expectPush(fence)
    const settle = this.#settling.withoutFenceMs
    await this.#settle(eventId, settle)
    this.#refute(eventId)
    this.#prove(`another pusher got the push of ${fence}, and ${settle} ms passed (measured from the target's latency)`)
  }

  /**
   * Proves that a pusher is sent nothing more: `sign` resolves when more would have come, with what it has seen. What is
   * under way now may still arrive, within the settle time.
   */
  async expectNothingMore(sign: () => Promise<string>): Promise<void> {
    const settle = this.#settling.withoutFenceMs
    await until(new Wake(), () => undefined, settle)
    const before = this.pushes.length
    const seen = await sign()
    const more = this.pushes.length - before
    expect(
      more === 0,
      `Expected nothing more to be sent to the pusher, found ${more} more ${more === 1 ? 'push' : 'pushes'} by when ${seen}`,
    )
    this.#prove(`${seen}, and ${settle} ms were left before for what was under way`)
  }

  /** Waits out the settle time, but no longer than until the unwanted push shows up. */
  async #settle(eventId: string, milliseconds: number): Promise<void> {
    await until(this.#wake, () => this.about(eventId)[0], milliseconds)
  }

  #refute(eventId: string): void {
    if (this.about(eventId).length > 0) throw new Mismatch(`Expected no push of ${eventId}, found one`)
  }

  #prove(proof: string): void {
    this.proofs.push(proof)
    this.#timeline.note(`No push: ${proof}`)
  }

  #summary(): string {
    if (this.pushes.length === 0) return 'no push at all'
    return `pushes of ${this.pushes.map((push) => push.notification.event_id ?? 'no event (counts only)').join(', ')}`
  }
}

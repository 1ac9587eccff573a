import { quote, shorten } from '../../../common/text.ts'
import type { Device, PushNotification } from '../../../spec/index.ts'
import { Mismatch, type MismatchDetails } from '../case/errors.ts'
import { expect } from '../case/expect.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { countOf } from '../target/body.ts'
import { until, Wake } from '../target/deadline.ts'
import { accepted, type PushResponse } from './push-response.ts'

/** Request that the target sent to the push receiver, as seen by one pushkey. */
export interface Push {
  /** Arrival, as `performance.now()` */
  at: number
  method: string
  path: string
  /** Port of the push receiver at which it arrived; absent if that is unknown */
  port?: number
  contentType: string | undefined
  notification: PushNotification
  /** Device of the notification with the pushkey of this inbox */
  device: Device
  /** Violations of the schema of the Push Gateway API */
  violations: string[]
}

/** Returns the media type of the body of a push, without parameters; undefined if the push does not say it. */
export function mediaTypeOf({ contentType }: Pick<Push, 'contentType'>): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase()
}

/** Reason why a push has to arrive. */
export interface PushReason {
  /** End of "Expected a push of …, because": the rule that matches */
  because?: string
  /**
   * Ids of the requirements that a missing push violates, if the case is about something else; empty if it is about just
   * that. Default: the action notify has to cause it
   */
  buildsOn?: readonly string[]
}

/** Times to wait on this target to prove the absence of a push. */
export interface Settling {
  /** Time to wait after a fence, in milliseconds; 0 if the target delivers in order */
  afterFenceMs: number
  /** Time to wait if the pusher cannot have a fence, in milliseconds */
  withoutFenceMs: number
}

/** Maximum number of pushes in an inbox, so that a target that never stops cannot fill the memory. */
const MAX_PUSHES = 1000

/** Maximum size of all pushes in an inbox, in characters of JSON. The content of further ones is left out. */
const MAX_SIZE = 4_000_000

/** Maximum length of the ID of an event in a push without content; that of Matrix is 255 bytes. */
const MAX_ID = 255

/** Number of characters that stand for a value of JSON, which takes more memory than its text. */
const SIZE_OF_VALUE = 40

/** Pushes that arrived at the push receiver for one pushkey. */
export class Inbox {
  readonly pushkey: string
  readonly appId: string
  readonly pushes: Push[] = []
  /** Proofs of absence, one for each negative check of this inbox */
  readonly proofs: string[] = []
  /** Returns the response to a push. A promise keeps the target waiting. */
  response: (push: Push) => PushResponse | Promise<PushResponse> = accepted
  readonly #wake = new Wake()
  #size = 0
  readonly #timeline: Timeline
  readonly #timeoutMs: number
  readonly #settling: Settling

  /**
   * @param timeoutMs time to wait for a push, in milliseconds
   * @param settling times to wait to prove the absence of a push
   */
  constructor(pushkey: string, appId: string, timeline: Timeline, timeoutMs: number, settling: Settling) {
    this.pushkey = pushkey
    this.appId = appId
    this.#timeline = timeline
    this.#timeoutMs = timeoutMs
    this.#settling = settling
  }

  /**
   * Adds a push. The push receiver calls this.
   *
   * @param text its body
   */
  receive(push: Push, text = ''): void {
    if (this.pushes.length < MAX_PUSHES) this.pushes.push(this.#fitting(push, text))
    this.#wake.all()
  }

  /** Returns a push as it is; without its content if the inbox is full. */
  #fitting(push: Push, text: string): Push {
    const size = text.length + SIZE_OF_VALUE * countOf(',', text, MAX_SIZE / SIZE_OF_VALUE)
    if (this.#size + size <= MAX_SIZE) {
      this.#size += size
      return push
    }
    const { event_id } = push.notification
    const id = typeof event_id === 'string' ? { event_id: shorten(event_id, MAX_ID) } : {}
    this.#timeline.note(`The inbox is full: the content of a push of ${id.event_id ?? 'no event'} is left out`)
    return { ...push, notification: { ...id, devices: [] }, device: { app_id: this.appId, pushkey: this.pushkey } }
  }

  /** Restores the usual response: 200, with nothing rejected. */
  accept(): void {
    this.response = accepted
  }

  /**
   * Sets the response to the pushes of one event. All others get the usual response, since pushes of earlier events may
   * be late.
   *
   * @param sent the event ID, as soon as the event is sent
   * @param response the response to its pushes
   * @returns the event ID
   */
  async responseFor(sent: Promise<string>, response: PushResponse): Promise<string> {
    const eventId = sent.catch(() => undefined)
    this.response = async ({ notification }) => (notification.event_id === (await eventId) ? response : accepted())
    return await sent
  }

  /**
   * Delays the responses to all pushes.
   *
   * @returns a function that sends them, and sets the response to later pushes; by default the usual one
   */
  hold(): (response?: PushResponse) => void {
    const { promise, resolve } = Promise.withResolvers<PushResponse>()
    this.response = () => promise
    return (response = accepted()) => {
      this.response = () => response
      resolve(response)
    }
  }

  /** Ends all waiting: what is awaited counts as not arrived. */
  close(): void {
    this.#wake.end()
  }

  /** Waits until `find` returns a value; undefined if it does not within the time, in milliseconds. */
  async waitFor<T>(find: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
    return await this.#timeline.awaitPush(timeoutMs, () => until(this.#wake, find, timeoutMs))
  }

  /**
   * Waits for an attempt to push an event.
   *
   * @param number number of the attempt, from 1
   * @param timeoutMs time to wait, in milliseconds
   * @returns undefined if there is no such attempt within the time
   */
  async attempt(eventId: string, number: number, timeoutMs: number): Promise<Push | undefined> {
    return await this.waitFor(() => this.about(eventId)[number - 1], timeoutMs)
  }

  /** Returns the pushes of one event, including repeated ones. */
  about(eventId: string): Push[] {
    return this.pushes.filter((push) => push.notification.event_id === eventId)
  }

  /** Waits for the push of an event; undefined if it does not arrive. */
  async arrivalOf(eventId: string): Promise<Push | undefined> {
    return await this.waitFor(() => this.about(eventId)[0], this.#timeoutMs)
  }

  /**
   * Waits for the push of an event. The push may have any shape: the case checks what it is about, and `schema/notify`
   * checks the shape of all pushes.
   *
   * @throws {Mismatch} when it does not arrive within the timeout
   */
  async expectPush(eventId: string, { because, buildsOn }: PushReason = {}): Promise<Push> {
    const since = performance.now()
    const push = await this.arrivalOf(eventId)
    const reason = because === undefined ? '' : `, because ${because}`
    expect(
      push !== undefined,
      `Expected a push of ${eventId} within ${this.#timeoutMs / 1000} s${reason}, found ${this.#summary()}`,
      {
        ...this.missing(() => this.about(eventId)[0], since),
        ...(buildsOn === undefined ? {} : { buildsOn }),
      },
    )
    return push
  }

  /**
   * Returns the details of a mismatch for a push that did not arrive: the action notify has to cause it.
   *
   * @param find returns the push if it arrives later
   * @param since the time at which the case began to wait, as `performance.now()`
   */
  missing(find: () => Push | undefined, since: number): MismatchDetails {
    const lateness = () => {
      const at = find()?.at
      return at === undefined ? undefined : at - since
    }
    return { buildsOn: ['actions.notify'], missing: { since, lateness } }
  }

  /**
   * Waits for a push that satisfies a condition.
   *
   * @param what the name of the push, for the message
   * @param expected the condition
   * @throws {Mismatch} when none arrives within the timeout
   */
  async expectPushThat(what: string, expected: (push: Push) => boolean): Promise<Push> {
    const since = performance.now()
    const find = () => this.pushes.find(expected)
    const push = await this.waitFor(find, this.#timeoutMs)
    expect(
      push !== undefined,
      `Expected ${what} within ${this.#timeoutMs / 1000} s, found ${this.#summary()}`,
      this.missing(find, since),
    )
    return push
  }

  /**
   * Proves that an event is not pushed: the push of the fence, a later event for the same pusher, arrives without it. If
   * the target delivers out of order, a settle time based on its latency has to pass too.
   *
   * @param until the event ID of the fence
   * @param because end of "Expected no push of …, because", for the message: the rule that silences the event
   * @throws {Mismatch} when the event is pushed, or the fence is not
   */
  async expectNoPush(eventId: string, { until: fence, because }: { until: string; because?: string }): Promise<void> {
    const settle = this.#settling.afterFenceMs
    await this.isPushed(eventId, { until: fence })
    this.#refute(eventId, because)
    this.#prove(
      `the push of the later event ${fence} arrived without it${settle > 0 ? `, and ${settle} ms passed` : ''}`,
    )
  }

  /**
   * Reports whether an event is pushed, if that is unspecified: waits for the push of the fence, a later event for the
   * same pusher, and for the settle time if the target delivers out of order.
   *
   * @param until the event ID of the fence
   * @throws {Mismatch} when the fence is not pushed
   */
  async isPushed(eventId: string, { until: fence }: { until: string }): Promise<boolean> {
    await this.expectPush(fence)
    const settle = this.#settling.afterFenceMs
    if (settle > 0) await this.#settle(eventId, settle)
    return this.about(eventId).length > 0
  }

  /**
   * Proves that an event is not pushed to a pusher that cannot have a fence, such as a deleted one: the push of the fence
   * to another pusher shows that the target has processed the event, and then a settle time passes.
   *
   * @param until the inbox of the other pusher, and the event ID of its fence
   * @param because end of "Expected no push of …, because", for the message
   * @throws {Mismatch} when the event is pushed, or the fence is not
   */
  async expectSilence(
    eventId: string,
    { until: { inbox, fence }, because }: { until: { inbox: Inbox; fence: string }; because?: string },
  ): Promise<void> {
    await inbox.expectPush(fence)
    const settle = this.#settling.withoutFenceMs
    await this.#settle(eventId, settle)
    this.#refute(eventId, because)
    this.#prove(`another pusher got the push of ${fence}, and ${settle} ms passed (measured from the target's latency)`)
  }

  /**
   * Proves that nothing more is pushed. Pushes that are already in transit may still arrive within the settle time.
   *
   * @param sign resolves when more would have arrived, with the event that shows it
   * @throws {Mismatch} when more arrives
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
    this.#prove(`${seen}, and ${settle} ms had passed before, for pushes in transit`)
  }

  /** Waits for the settle time, or until the push arrives that must not. */
  async #settle(eventId: string, milliseconds: number): Promise<void> {
    await until(this.#wake, () => this.about(eventId)[0], milliseconds)
  }

  #refute(eventId: string, because?: string): void {
    const [push] = this.about(eventId)
    if (push === undefined) return
    const { tweaks = {} } = push.device
    const reason = because === undefined ? '' : `, because ${because}`
    const details = Object.keys(tweaks).length === 0 ? '' : ` with the tweaks ${quote(tweaks)}`
    throw new Mismatch(`Expected no push of ${eventId}${reason}, found one${details}`)
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

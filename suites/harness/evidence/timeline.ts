import type { TimelineEntry, Wait } from '../../../run/index.ts'
import type { TargetClock } from '../target/target-clock.ts'
import { markDecisive } from './decisive.ts'
import type { Redactor } from './redactor.ts'

/** Maximum length of a body, in characters of JSON. Longer ones are cut, and marked as such. */
const MAX_BODY = 4096

/** Maximum number of entries, so that a target that never stops cannot fill the memory. */
const MAX_ENTRIES = 1000

/** Response with a server error to a well-formed request. */
export interface ServerError {
  /** Request in one line */
  request: string
  status: number
  /** Body of the response, parsed if it is JSON */
  body: unknown
}

/** Timeline of a case: the exchanges and remarks that a report shows as evidence. */
export class Timeline {
  readonly #entries: TimelineEntry[] = []
  readonly #startedAt = performance.now()
  readonly #redactor: Redactor
  readonly #clock: TargetClock | undefined
  #preparations = 0
  #slowest: Wait | undefined

  /**
   * @param redactor removes secrets from entries
   * @param clock measures the time spent waiting for pushes
   */
  constructor(redactor: Redactor, clock?: TargetClock) {
    this.#redactor = redactor
    this.#clock = clock
  }

  /** Returns the time since the case started, in milliseconds. */
  now(): number {
    return performance.now() - this.#startedAt
  }

  /**
   * Requests of the case that got a server error although they were well-formed, in the order of their responses. What
   * prepares the case is not among them: it says nothing about the case.
   */
  readonly serverErrors: ServerError[] = []

  /** Records that a well-formed request got a server error. */
  serverError(error: ServerError): void {
    if (this.#preparations === 0) this.serverErrors.push(error)
  }

  /** Wait that used most of its time limit so far. */
  get slowestWait(): Wait | undefined {
    return this.#slowest
  }

  /**
   * Records how long the case waited for something.
   *
   * @param what what it waited for: `a push`
   * @param tookMs time that it took, in milliseconds
   * @param limitMs time that was allowed, in milliseconds
   */
  waited(what: string, tookMs: number, limitMs: number): void {
    const slowest = this.#slowest
    if (slowest !== undefined && tookMs * slowest.limitMs <= slowest.tookMs * limitMs) return
    this.#slowest = { what, tookMs: Math.round(tookMs), limitMs: Math.round(limitMs) }
  }

  /** Runs work that waits for a push, and records the time. */
  async awaitPush<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    try {
      return await (this.#clock === undefined ? work() : this.#clock.measure('push', work))
    } finally {
      this.waited('a push', performance.now() - begin, limitMs)
    }
  }

  /** Runs work, and marks the requests in the meantime as preparation. */
  async preparing<T>(work: () => Promise<T>): Promise<T> {
    this.#preparations += 1
    try {
      return await work()
    } finally {
      this.#preparations -= 1
    }
  }

  /** Adds an entry, without its secrets. */
  add(entry: TimelineEntry): void {
    if (this.#entries.length >= MAX_ENTRIES) return
    const clean: TimelineEntry = { ...entry, at: round(entry.at), summary: this.#redactor.text(entry.summary) }
    if (this.#preparations > 0 && entry.kind === 'client') clean.preparation = true
    if (entry.path !== undefined) clean.path = this.#redactor.text(entry.path)
    if (entry.durationMs !== undefined) clean.durationMs = round(entry.durationMs)
    if (entry.requestBody !== undefined) {
      const { body, isCut } = clip(this.#redactor.value(entry.requestBody))
      clean.requestBody = body
      if (isCut) clean.requestBodyForm = 'cut'
    }
    if (entry.responseBody !== undefined) clean.responseBody = clip(this.#redactor.value(entry.responseBody)).body
    if (entry.violations !== undefined) clean.violations = entry.violations.map((text) => this.#redactor.text(text))
    this.#entries.push(clean)
  }

  /** Adds a remark of the harness, such as a wait because of a rate limit. */
  note(text: string): void {
    this.add({ at: this.now(), kind: 'note', actor: 'plexor', summary: text })
  }

  /**
   * Returns the entries by start time.
   *
   * @param message the message of a case that did not pass, to mark the exchange that decided; undefined to mark none
   */
  entries(message?: string): TimelineEntry[] {
    const entries = this.#entries.toSorted((a, b) => a.at - b.at)
    return message === undefined ? entries : markDecisive(entries, message)
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

function clip(body: unknown): { body: unknown; isCut: boolean } {
  const text = JSON.stringify(body)
  if (text === undefined || text.length <= MAX_BODY) return { body, isCut: false }
  return { body: `${text.slice(0, MAX_BODY)}… (${text.length - MAX_BODY} more characters)`, isCut: true }
}

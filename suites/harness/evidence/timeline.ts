import { beginningOf, shorten } from '../../../common/text.ts'
import { MAX_TIMELINE_ENTRIES, type TimelineEntry, type Wait } from '../../../run/index.ts'
import { rememberUncut } from '../../../run/parting.ts'
import type { TargetClock } from '../target/target-clock.ts'
import { markDecisive } from './decisive.ts'
import type { Redactor } from './redactor.ts'

/** Maximum length of a body in a report, in characters of JSON. Longer ones are cut, and marked as such. */
const MAX_BODY = 4096

/** The same for the exchange that decides: what a message is about is not cut out. */
const MAX_DECISIVE_BODY = 32_768

/** Maximum length of a body, and that of the exchange that decides, in a brief timeline. */
const BRIEF = { body: 200, decisive: MAX_BODY }

/** Maximum length of the path of a request, and of its line, in UTF-16 code units. */
const MAX_PATH = 2_000

/** Maximum length of a body while the case runs. Longer ones are cut at once. */
export const MAX_KEPT_BODY = 65_536

/** Maximum length of all bodies of a case while it runs. Beyond it, the oldest ones are cut as in a report. */
const MAX_KEPT_IN_CASE = 1_000_000

/** Response with a server error to a well-formed request. */
export interface ServerError {
  /** Request in one line */
  request: string
  status: number
  /** Body of the response, parsed if it is JSON */
  body: unknown
}

/** Use of the timeline of a case that has ended. */
export interface TimelineUse {
  /** True to keep little of bodies, because those of other cases take so much memory already; default: false */
  isBrief?: boolean
  /** True if it is compared with those of other repetitions of the case; default: false */
  isCompared?: boolean
}

/** Timeline of a case: the exchanges and remarks that a report shows as evidence. */
export class Timeline {
  readonly #entries: TimelineEntry[] = []
  /** Length of all bodies of the entries, in characters of JSON */
  #kept = 0
  /** Number of entries from the first one whose bodies were cut to keep others */
  #uncut = 0
  readonly #startedAt = performance.now()
  readonly #redactor: Redactor
  readonly #clock: TargetClock | undefined
  #preparations = 0
  #slowest: Wait | undefined
  #doubt: string | undefined

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

  /** First reason why a mismatch of the case would say nothing about it, as a sentence; undefined for none. */
  get doubt(): string | undefined {
    return this.#doubt
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
    if (this.#entries.length >= MAX_TIMELINE_ENTRIES) return
    const clean: TimelineEntry = { ...entry, at: round(entry.at), summary: this.#line(entry.summary) }
    if (this.#preparations > 0 && entry.kind === 'client') clean.preparation = true
    if (entry.path !== undefined) clean.path = this.#line(entry.path)
    if (entry.durationMs !== undefined) clean.durationMs = round(entry.durationMs)
    if (entry.requestBody !== undefined) clean.requestBody = this.#clean(entry.requestBody)
    if (entry.responseBody !== undefined) clean.responseBody = this.#clean(entry.responseBody)
    if (entry.violations !== undefined) clean.violations = entry.violations.map((text) => this.#redactor.text(text))
    this.#keep(clip(clean, MAX_KEPT_BODY))
  }

  /** Returns a path, or another line, without its secrets. IDs of a target can be of any length. */
  #line(text: string): string {
    return shorten(this.#redactor.text(beginningOf(text, 2 * MAX_PATH)), MAX_PATH)
  }

  /** Returns a body without its secrets. That of a very long text is cut before it is searched for them. */
  #clean(body: unknown): unknown {
    if (typeof body !== 'string' || body.length <= MAX_KEPT_BODY) return this.#redactor.value(body)
    // The margin is cut later, with whatever part of a secret stands at its end
    return this.#redactor.jsonText(beginningOf(body, 2 * MAX_KEPT_BODY))
  }

  #keep(entry: TimelineEntry): void {
    this.#entries.push(entry)
    this.#kept += lengthOf(entry)
    for (; this.#kept > MAX_KEPT_IN_CASE && this.#uncut < this.#entries.length; this.#uncut += 1) {
      const oldest = this.#entries[this.#uncut]
      if (oldest === undefined) return
      const cut = clip(oldest, MAX_BODY)
      this.#kept -= lengthOf(oldest) - lengthOf(cut)
      this.#entries[this.#uncut] = cut
    }
  }

  /** Adds a remark about something that can be the reason for a later mismatch, without being the failure of the case. */
  raiseDoubt(text: string): void {
    this.note(text)
    this.#doubt ??= this.#line(text)
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
  entries(message?: string, { isBrief = false, isCompared = false }: TimelineUse = {}): TimelineEntry[] {
    const limits = isBrief ? BRIEF : { body: MAX_BODY, decisive: MAX_DECISIVE_BODY }
    const entries = this.#entries.toSorted((a, b) => a.at - b.at)
    const marked = message === undefined ? entries : markDecisive(entries, message)
    return marked.map((entry) => {
      const cut = clip(entry, entry.decisive ? limits.decisive : limits.body)
      if (cut !== entry && isCompared) rememberUncut(cut, entry)
      return cut
    })
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

/** Returns an entry whose bodies have at most this length, in characters of JSON. */
function clip(entry: TimelineEntry, limit: number): TimelineEntry {
  const { requestBody, responseBody } = entry
  const [request, response] = [clipBody(requestBody, limit), clipBody(responseBody, limit)]
  if (request === requestBody && response === responseBody) return entry
  const form = request === requestBody ? {} : ({ requestBody: request, requestBodyForm: 'cut' } as const)
  return { ...entry, ...form, ...(response === responseBody ? {} : { responseBody: response }) }
}

/** Returns the same body if it is short enough, otherwise its beginning. */
function clipBody(body: unknown, limit: number): unknown {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return text.length <= limit ? body : shorten(text, limit)
}

/** Returns the length of the bodies of an entry, in characters of JSON. */
export function lengthOf({ requestBody = '', responseBody = '' }: TimelineEntry): number {
  return JSON.stringify(requestBody).length + JSON.stringify(responseBody).length
}

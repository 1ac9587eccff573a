import type { TimelineEntry, Wait } from '../../../run/index.ts'
import type { TargetClock } from '../target/target-clock.ts'
import type { Redactor } from './redactor.ts'

/** Longest body that a timeline keeps, in characters of JSON; what is longer is cut and says so. */
const LONGEST_BODY = 4096

/** Most entries that one case keeps, so that a target that never stops cannot fill the memory. */
const MOST_ENTRIES = 1000

/** What happened in one case, in the order in which it ended: the evidence that a report shows. */
export class Timeline {
  readonly #entries: TimelineEntry[] = []
  readonly #startedAt = performance.now()
  readonly #redactor: Redactor
  readonly #clock: TargetClock | undefined
  #preparations = 0
  #slowest: Wait | undefined

  /** @param clock told how long pushes are waited for */
  constructor(redactor: Redactor, clock?: TargetClock) {
    this.#redactor = redactor
    this.#clock = clock
  }

  /** Milliseconds since the case started. */
  now(): number {
    return performance.now() - this.#startedAt
  }

  /** The wait that used most of its deadline so far. */
  get slowestWait(): Wait | undefined {
    return this.#slowest
  }

  /** Remembers how long something took that was waited for; `what` names it, and the times are in milliseconds. */
  waited(what: string, tookMs: number, limitMs: number): void {
    const slowest = this.#slowest
    if (slowest !== undefined && tookMs * slowest.limitMs <= slowest.tookMs * limitMs) return
    this.#slowest = { what, tookMs: Math.round(tookMs), limitMs: Math.round(limitMs) }
  }

  /** Waits for a push, which is time that the target takes. */
  async awaitPush<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    try {
      return await (this.#clock === undefined ? work() : this.#clock.measure('push', work))
    } finally {
      this.waited('a push', performance.now() - begin, limitMs)
    }
  }

  /** Marks what is added while `work` goes on as preparation. */
  async preparing<T>(work: () => Promise<T>): Promise<T> {
    this.#preparations += 1
    try {
      return await work()
    } finally {
      this.#preparations -= 1
    }
  }

  add(entry: TimelineEntry): void {
    if (this.#entries.length >= MOST_ENTRIES) return
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

  /** A remark of the harness, such as a wait that a rate limit asked for. */
  note(text: string): void {
    this.add({ at: this.now(), kind: 'note', actor: 'plexor', summary: text })
  }

  /** The entries by the time at which they began. */
  entries(): TimelineEntry[] {
    return this.#entries.toSorted((a, b) => a.at - b.at)
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

function clip(body: unknown): { body: unknown; isCut: boolean } {
  const text = JSON.stringify(body)
  if (text === undefined || text.length <= LONGEST_BODY) return { body, isCut: false }
  return { body: `${text.slice(0, LONGEST_BODY)}… (${text.length - LONGEST_BODY} more characters)`, isCut: true }
}

import type { TimelineEntry } from '../run-events.ts'
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
  #preparations = 0

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  /** Milliseconds since the case started. */
  now(): number {
    return performance.now() - this.#startedAt
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
    if (entry.requestBody !== undefined) clean.requestBody = clip(this.#redactor.value(entry.requestBody))
    if (entry.responseBody !== undefined) clean.responseBody = clip(this.#redactor.value(entry.responseBody))
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

function clip(body: unknown): unknown {
  const text = JSON.stringify(body)
  if (text === undefined || text.length <= LONGEST_BODY) return body
  return `${text.slice(0, LONGEST_BODY)}… (${text.length - LONGEST_BODY} more characters)`
}

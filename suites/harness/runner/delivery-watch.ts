import type { Interruption } from '../../../run/index.ts'
import type { Missing } from '../case/errors.ts'
import { CaseSession, type TestEnvironment } from './environment.ts'

/** Number of pairs of users that show whether pushes still arrive. A target can lose those of a part of its users. */
const PAIRS = 4

/**
 * Minimum time to wait for a push after pushes have stopped, in milliseconds. Users whose pushes still arrive get them soon,
 * and the others would only make the run long.
 */
const MIN_WAIT_MS = 500

/** Reason why a push did not arrive. */
export type Absence =
  /** Pushes of other users arrive, or did until this one */
  | { kind: 'lost' }
  /** It arrived too late */
  | { kind: 'late'; latenessMs: number }
  /** Pushes stopped arriving, for this case or for an earlier one */
  | { kind: 'stopped'; interruption: Interruption }

/** Two users in a room, and the inbox of the one who is notified. */
interface Pair {
  send(): Promise<string>
  arrived(eventId: string): Promise<boolean>
}

/**
 * Finds out why a push did not arrive in a case: whether the target lost it, or pushes have stopped arriving at all, which
 * is the fault of an earlier case.
 *
 * It sends messages between users of its own, exactly as the preflight checks did, when pushes still arrived.
 */
export class DeliveryWatch {
  readonly #environment: TestEnvironment
  /** Cases by the order of their starts, with the times at which they started and ended */
  readonly #spans: { id: string; from: number; to: number }[] = []
  readonly #waiting = new Set<Missing>()
  readonly #sessions: CaseSession[] = []
  #pairs: Promise<Pair[]> | undefined
  #check: Promise<boolean> | undefined
  /** First push that did not arrive after pushes had stopped */
  #first: Missing | undefined
  #interruption: Interruption | undefined

  constructor(environment: TestEnvironment) {
    this.#environment = environment
  }

  /** Interruption of the pushes; undefined if there was none. */
  get interruption(): Interruption | undefined {
    return this.#interruption
  }

  /** Runs a case, and records when it was in progress. */
  async observe<T>(caseId: string, run: () => Promise<T>): Promise<T> {
    const span = { id: caseId, from: performance.now(), to: Number.POSITIVE_INFINITY }
    this.#spans.push(span)
    try {
      return await run()
    } finally {
      span.to = performance.now()
    }
  }

  /**
   * Finds out why a push did not arrive.
   *
   * The first case that misses one after pushes have stopped has lost it. For all later ones they had stopped before.
   */
  async explain(missing: Missing): Promise<Absence> {
    this.#waiting.add(missing)
    const arrives = this.#interruption === undefined && (await this.#pushesArrive())
    this.#waiting.delete(missing)
    const latenessMs = missing.lateness()
    if (latenessMs !== undefined) return { kind: 'late', latenessMs }
    if (arrives || missing === this.#first || this.#interruption === undefined) return { kind: 'lost' }
    return { kind: 'stopped', interruption: this.#interruption }
  }

  /** Ends the sessions of the users who show whether pushes arrive. */
  close(): void {
    for (const session of this.#sessions) session.close()
  }

  /** Reports whether pushes still arrive. Cases that ask at the same time share one result. */
  async #pushesArrive(): Promise<boolean> {
    this.#check ??= this.#probe()
      .then((arrives) => {
        if (!arrives) this.#stopped()
        return arrives
      })
      .finally(() => {
        this.#check = undefined
      })
    return await this.#check
  }

  /** Records that pushes have stopped. The case that has waited longest was the first to miss one. */
  #stopped(): void {
    const [first] = [...this.#waiting].sort((a, b) => a.since - b.since)
    if (first === undefined) return
    const after = this.#environment.receiver.lastArrivalBefore(first.since)
    const during = this.#spans.filter(({ from, to }) => from <= first.since && to >= first.since).map(({ id }) => id)
    const { targetInfo, pushTimeoutMs } = this.#environment
    this.#environment.pushTimeoutMs = Math.min(pushTimeoutMs, Math.max(MIN_WAIT_MS, targetInfo.latencyMs * 20))
    this.#first = first
    this.#interruption = { what: 'pushes', ...(after === undefined ? {} : { after }), during, recovered: false }
  }

  async #probe(): Promise<boolean> {
    try {
      this.#pairs ??= Promise.all(Array.from({ length: PAIRS }, () => this.#createPair()))
      const pairs = await this.#pairs
      const arrivals = await Promise.all(pairs.map(async (pair) => await pair.arrived(await pair.send())))
      return arrivals.every(Boolean)
    } catch {
      // Nothing is known about pushes if the target refuses what they need
      return true
    }
  }

  async #createPair(): Promise<Pair> {
    const session = new CaseSession(this.#environment, { id: 'harness/delivery' })
    this.#sessions.push(session)
    const { bob, room, pusher } = await session.createScene()
    return {
      send: () => bob.send(room, 'Do pushes still arrive?'),
      arrived: async (eventId) => (await pusher.arrivalOf(eventId)) !== undefined,
    }
  }
}

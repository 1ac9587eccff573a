import type { TargetTime } from '../../../run/index.ts'

/** Wall-clock time during which at least one of many overlapping activities was in progress. */
class Busy {
  #inProgress = 0
  #since = 0
  #total = 0

  begin(now: number): void {
    if (this.#inProgress === 0) this.#since = now
    this.#inProgress += 1
  }

  end(now: number): void {
    this.#inProgress -= 1
    if (this.#inProgress === 0) this.#total += now - this.#since
  }

  until(now: number): number {
    return this.#total + (this.#inProgress > 0 ? now - this.#since : 0)
  }
}

/** Measures how long Plexor waits for its target. */
export class TargetClock {
  readonly #responses = new Busy()
  readonly #pushes = new Busy()
  readonly #either = new Busy()
  readonly #now: () => number

  /** @param now returns the time in milliseconds, from a monotonic clock */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Runs work, and counts its time as that of a request or of a wait for a push. */
  async measure<T>(kind: 'response' | 'push', work: () => Promise<T>): Promise<T> {
    const busy = [this.#either, kind === 'response' ? this.#responses : this.#pushes]
    const begin = this.#now()
    for (const each of busy) each.begin(begin)
    try {
      return await work()
    } finally {
      const end = this.#now()
      for (const each of busy) each.end(end)
    }
  }

  /** Returns the times so far, in milliseconds. */
  read(): TargetTime {
    const now = this.#now()
    return {
      responsesMs: this.#responses.until(now),
      pushesMs: this.#pushes.until(now),
      totalMs: this.#either.until(now),
    }
  }
}

/** Returns the time between two readings, in whole milliseconds. */
export function timeBetween(before: TargetTime, after: TargetTime): TargetTime {
  return {
    responsesMs: Math.round(after.responsesMs - before.responsesMs),
    pushesMs: Math.round(after.pushesMs - before.pushesMs),
    totalMs: Math.round(after.totalMs - before.totalMs),
  }
}

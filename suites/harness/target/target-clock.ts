import type { TargetTime } from '../../../run/index.ts'

/** The wall-clock time in which at least one of many overlapping activities went on. */
class Busy {
  #underWay = 0
  #since = 0
  #total = 0

  begin(now: number): void {
    if (this.#underWay === 0) this.#since = now
    this.#underWay += 1
  }

  end(now: number): void {
    this.#underWay -= 1
    if (this.#underWay === 0) this.#total += now - this.#since
  }

  until(now: number): number {
    return this.#total + (this.#underWay > 0 ? now - this.#since : 0)
  }
}

/** Measures how long Plexor waits for its target, so that a run can say whose time it took. */
export class TargetClock {
  readonly #answers = new Busy()
  readonly #pushes = new Busy()
  readonly #either = new Busy()
  readonly #now: () => number

  /** @param now the time in milliseconds, from a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Counts the time until `work` ends as that of a request, or of the wait for a push. */
  async measure<T>(kind: 'answer' | 'push', work: () => Promise<T>): Promise<T> {
    const busy = [this.#either, kind === 'answer' ? this.#answers : this.#pushes]
    const begin = this.#now()
    for (const each of busy) each.begin(begin)
    try {
      return await work()
    } finally {
      const end = this.#now()
      for (const each of busy) each.end(end)
    }
  }

  /** The times so far, in milliseconds. */
  read(): TargetTime {
    const now = this.#now()
    return {
      responsesMs: this.#answers.until(now),
      pushesMs: this.#pushes.until(now),
      totalMs: this.#either.until(now),
    }
  }
}

/** The time between two readings, in whole milliseconds. */
export function timeBetween(before: TargetTime, after: TargetTime): TargetTime {
  return {
    responsesMs: Math.round(after.responsesMs - before.responsesMs),
    pushesMs: Math.round(after.pushesMs - before.pushesMs),
    totalMs: Math.round(after.totalMs - before.totalMs),
  }
}

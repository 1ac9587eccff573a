import { Inconclusive } from '../case/errors.ts'

/**
 * Waits until `ready` gives something, asking again each time that `wake` fires: no polling, no sleeping.
 *
 * @param patienceMs how long to wait, in milliseconds
 * @returns what `ready` gave, or `undefined` once the patience is over
 */
export async function until<T>(wake: Wake, ready: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const found = ready()
    if (found !== undefined) return found
    const left = end - performance.now()
    if (left <= 0) return undefined
    await wake.next(left)
  }
}

/** Something that waiters can be woken by. */
export class Wake {
  readonly #waiters = new Set<() => void>()

  /** Wakes everybody who waits now. */
  all(): void {
    for (const waiter of [...this.#waiters]) waiter()
  }

  /** Resolves with the next `all()`, or after `milliseconds`. */
  next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiters.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      this.#waiters.add(done)
    })
  }
}

/**
 * Asks again, a little later each time, until `probe` gives something: for what a target does but never announces.
 *
 * @param patienceMs how long to go on asking, in milliseconds
 * @returns what `probe` gave, or `undefined` once the patience is over
 */
export async function eventually<T>(probe: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  const never = new Wake()
  for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
    const found = await probe()
    if (found !== undefined || performance.now() >= end) return found
    await never.next(pause)
  }
}

/** Rejects when `work` takes longer than `milliseconds`; the case is then not judged. */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Inconclusive(`${what} took longer than ${milliseconds / 1000} s`)),
      milliseconds,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

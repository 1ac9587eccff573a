import { Inconclusive } from '../case/errors.ts'

/**
 * Waits until `ready` returns a value. It is called again at each `wake`, so there is no polling.
 *
 * @param wake wakes when the result of `ready` may have changed
 * @param ready returns a value, or undefined to wait longer
 * @param timeoutMs time to wait, in milliseconds
 * @returns the value; undefined after the timeout, or when there will be no further wake
 */
export async function until<T>(wake: Wake, ready: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const found = ready()
    if (found !== undefined) return found
    const left = end - performance.now()
    if (left <= 0 || wake.hasEnded) return undefined
    await wake.next(left)
  }
}

/** Signal that wakes everything that waits for it. */
export class Wake {
  readonly #waiters = new Set<() => void>()
  #hasEnded = false

  /** True after {@link Wake.end} */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Wakes everything that waits now, for the last time. */
  end(): void {
    this.#hasEnded = true
    this.all()
  }

  /** Wakes everything that waits now. */
  all(): void {
    for (const waiter of [...this.#waiters]) waiter()
  }

  /** Waits for the next `all()`, at most for this time. */
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

/** Waits for a time, in milliseconds, but not longer than until a signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const wake = new Wake()
  const onAbort = () => wake.all()
  signal.addEventListener('abort', onAbort, { once: true })
  await wake.next(milliseconds)
  signal.removeEventListener('abort', onAbort)
}

/** Pauses of {@link eventually}, in milliseconds: each one is twice as long as the one before. */
export interface Pauses {
  firstMs: number
  longestMs: number
}

/**
 * Polls until `probe` returns a value, with growing pauses.
 *
 * @param probe returns a value, or undefined to poll again
 * @param timeoutMs time to go on, in milliseconds
 * @param pauses pauses between two calls; default: 10 ms to 1 s
 * @returns the value; undefined after the timeout
 */
export async function eventually<T>(
  probe: () => Promise<T | undefined>,
  timeoutMs: number,
  { firstMs, longestMs }: Pauses = { firstMs: 10, longestMs: 1000 },
): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  const never = new Wake()
  for (let pause = firstMs; ; pause = Math.min(pause * 2, longestMs)) {
    const found = await probe()
    const left = end - performance.now()
    if (found !== undefined || left <= 0) return found
    await never.next(Math.min(pause, Math.ceil(left) + 1))
  }
}

/**
 * Waits for work for a limited time.
 *
 * @param work the work
 * @param milliseconds the time limit
 * @param what the name of the work, for the message
 * @throws {Inconclusive} when it takes longer
 */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  return await new Deadline(milliseconds, what).limit(() => work)
}

/** Time limit for work, which can leave out parts of it. */
export class Deadline {
  readonly #milliseconds: number
  readonly #late = Promise.withResolvers<never>()
  readonly #what: string
  #timer: ReturnType<typeof setTimeout> | undefined
  #leftMs: number
  #since = 0

  /**
   * @param milliseconds the time limit
   * @param what the name of the work, for the message
   */
  constructor(milliseconds: number, what: string) {
    this.#milliseconds = milliseconds
    this.#leftMs = milliseconds
    this.#what = what
    this.#late.promise.catch(() => {})
  }

  /**
   * Runs the work.
   *
   * @throws {Inconclusive} when it takes longer than the time limit
   */
  async limit<T>(work: () => Promise<T>): Promise<T> {
    this.#start()
    try {
      return await Promise.race([work(), this.#late.promise])
    } finally {
      this.#stop()
    }
  }

  /** Waits for a part of the work whose time does not count. */
  async leaveOut<T>(wait: () => Promise<T>): Promise<T> {
    this.#stop()
    try {
      return await wait()
    } finally {
      this.#start()
    }
  }

  #start(): void {
    this.#since = performance.now()
    this.#timer = setTimeout(
      () => this.#late.reject(new Inconclusive(`${this.#what} took longer than ${this.#milliseconds / 1000} s`)),
      this.#leftMs,
    )
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#leftMs -= performance.now() - this.#since
  }
}

/**
 * Waits for work, but not longer than until a signal is aborted.
 *
 * @param otherwise called if the signal is aborted first: its result or its error counts, and what comes of the work is
 *   ignored
 */
export async function unlessAborted<T, U>(work: Promise<T>, signal: AbortSignal, otherwise: () => U): Promise<T | U> {
  if (signal.aborted) {
    work.catch(() => {})
    return otherwise()
  }
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const onAbort = () => resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.then(otherwise)])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Clock of a delivery. */
export interface Clock {
  /** Returns the Unix time in milliseconds. It does not jump while the process runs. */
  now(): number

  /** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Clock of the system. Its time is that at the start of the process and what has passed since: if somebody sets the clock
 * of the system a day forward, queued pushes are not a day older.
 */
export const systemClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    }),
}

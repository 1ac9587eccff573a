/** Time, as the retries of a delivery know it. */
export interface Clock {
  /** Milliseconds since some fixed moment */
  now(): number
  /** Resolves when so many milliseconds have passed, or at once when the signal is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
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

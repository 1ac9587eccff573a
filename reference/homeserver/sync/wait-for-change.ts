import type { Waiters } from './waiters.ts'

/** User who waits, and the maximum time. */
export interface WaitOptions {
  userId: string
  milliseconds: number
  /** Signal that the client no longer waits */
  signal: AbortSignal
}

/** Reads until the result is not empty, the time is over or the client no longer waits, and returns the result. */
export async function waitForChange<Found extends { isEmpty: boolean }>(
  waiters: Waiters,
  { userId, milliseconds, signal }: WaitOptions,
  read: () => Found,
): Promise<Found> {
  const deadline = performance.now() + milliseconds
  for (;;) {
    const found = read()
    const remaining = deadline - performance.now()
    if (!found.isEmpty || remaining <= 0) return found
    await waiters.wait(userId, remaining, signal)
    if (waiters.closed || signal.aborted) return found
  }
}

import type { Waiters } from './waiters.ts'

/** Who waits, and for how long. */
export interface Wait {
  userId: string
  milliseconds: number
  /** Aborts when the client no longer waits */
  signal: AbortSignal
}

/** Reads what there is to tell: at once when there is something, else when there is, or when the time is over. */
export async function untilSomethingHappens<Found extends { isEmpty: boolean }>(
  waiters: Waiters,
  { userId, milliseconds, signal }: Wait,
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

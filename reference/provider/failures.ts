/** How a service is to fail for one device. */
export interface Failure {
  /** The status that it answers, or at FCM the one that stands for it there; without it the push arrives, but late */
  status?: FailureStatus
  /** How many pushes fail; without it all do, until the failure is cleared */
  times?: number
  /** How long the answer takes, in milliseconds; at most `MAX_DELAY_MS` */
  delay_ms?: number
  /** What Retry-After says with 429 and 503, in seconds; default: 1 */
  retry_after?: number
}

/** 410 is for good: it makes the device unregistered. */
export const FAILURE_STATUSES = [400, 403, 404, 410, 413, 429, 500, 503] as const

export type FailureStatus = (typeof FAILURE_STATUSES)[number]

export const MAX_DELAY_MS = 60_000
export const MAX_RETRY_AFTER_SECONDS = 3600

/** What happens to one push. */
export interface Fate {
  status: FailureStatus | undefined
  delayMs: number
  retryAfter: number
}

/** The failures of one device. */
export interface Failures {
  /** From now on it fails like this, and no longer in another way */
  set(failure: Failure | undefined): void
  readonly current: Failure | undefined
  /** What becomes of the push that is there now; counts it */
  next(): Fate
}

/**
 * @param current how it fails at first
 * @param changed is told how it fails from now on
 */
export function createFailures(
  current: Failure | undefined,
  changed: (failure: Failure | undefined) => void,
): Failures {
  const set = (failure: Failure | undefined) => {
    current = failure
    changed(failure)
  }
  return {
    set,
    get current() {
      return current
    },
    next() {
      const { status, delay_ms: delayMs = 0, retry_after: retryAfter = 1, times } = current ?? {}
      if (times !== undefined) set(times > 1 ? { ...current, times: times - 1 } : undefined)
      return { status, delayMs, retryAfter }
    },
  }
}

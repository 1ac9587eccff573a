/** Failure to inject into the pushes of one device. */
export interface DeviceFailure {
  /**
   * HTTP status of the response, or the FCM error that corresponds to it; without it the push arrives, but late. 410
   * unregisters the device for good
   */
  status?: FailureStatus

  /** Number of pushes that fail, 1 to 1,000,000; without it all do, until the failure is cleared */
  times?: number

  /** Delay of the response, in milliseconds, 1 to `MAX_DELAY_MS` */
  delay_ms?: number

  /** Value of `Retry-After` with the statuses 429 and 503, in seconds, 0 to `MAX_RETRY_AFTER_SECONDS`; default: 1 */
  retry_after?: number
}

/** Statuses that a device can be made to fail with. 410 unregisters it for good. */
export const FAILURE_STATUSES = [400, 403, 404, 410, 413, 429, 500, 503] as const

/** Status that a device can be made to fail with. */
export type FailureStatus = (typeof FAILURE_STATUSES)[number]

/** Maximum delay of a response, in milliseconds. */
export const MAX_DELAY_MS = 60_000

/** Maximum value of `Retry-After`, in seconds. */
export const MAX_RETRY_AFTER_SECONDS = 3600

/** Effect of a failure on one push. */
export interface FailureEffect {
  status: FailureStatus | undefined
  delayMs: number
  retryAfter: number
}

/** Failures of one device. */
export interface DeviceFailures {
  /** Replaces the current failure; `undefined` clears it. */
  set(failure: DeviceFailure | undefined): void
  readonly current: DeviceFailure | undefined

  /** Returns the effect on the next push, and counts that push. */
  next(): FailureEffect
}

/** Creates the failures of a device, which begin with `current`. `changed` is called with each new failure. */
export function createFailures(
  current: DeviceFailure | undefined,
  changed: (failure: DeviceFailure | undefined) => void,
): DeviceFailures {
  const set = (failure: DeviceFailure | undefined) => {
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

/**
 * Error for a request that APNs refuses.
 *
 * @see https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
 */
export class ApnsRefusal extends Error {
  override name = 'ApnsRefusal' as const
  readonly status: number
  readonly reason: string

  /** Time since which the token has not been valid, in Unix milliseconds; only with 410 */
  readonly timestamp: number | undefined

  constructor(status: number, reason: string, timestamp?: number) {
    super(reason)
    this.status = status
    this.reason = reason
    this.timestamp = timestamp
  }

  /** Returns the body of the response. */
  toBody(): { reason: string; timestamp?: number } {
    return { reason: this.reason, ...(this.timestamp === undefined ? {} : { timestamp: this.timestamp }) }
  }
}

/** Reasons for the statuses that a device can be set to fail with. */
export const REASONS = {
  400: 'BadDeviceToken',
  403: 'ExpiredProviderToken',
  404: 'BadPath',
  410: 'Unregistered',
  413: 'PayloadTooLarge',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
} as const

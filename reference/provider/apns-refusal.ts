/**
 * A request that APNs does not take.
 *
 * @see https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
 */
export class ApnsRefusal extends Error {
  override name = 'ApnsRefusal' as const
  readonly status: number
  readonly reason: string
  /** With 410: since when the token has not been valid, in milliseconds since the epoch */
  readonly timestamp: number | undefined

  constructor(status: number, reason: string, timestamp?: number) {
    super(reason)
    this.status = status
    this.reason = reason
    this.timestamp = timestamp
  }

  /** The body of the answer. */
  toBody(): { reason: string; timestamp?: number } {
    return { reason: this.reason, ...(this.timestamp === undefined ? {} : { timestamp: this.timestamp }) }
  }
}

/** The reason that comes with a status when a device is told to fail with it. */
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

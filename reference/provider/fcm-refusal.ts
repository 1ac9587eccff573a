const DETAIL_TYPE = 'type.googleapis.com/google.firebase.fcm.v1.FcmError'

/** The codes that FCM adds to Google's own, each with the status and the code of Google that it comes with. */
const CODES = {
  INVALID_ARGUMENT: [400, 'INVALID_ARGUMENT'],
  UNREGISTERED: [404, 'NOT_FOUND'],
  SENDER_ID_MISMATCH: [403, 'PERMISSION_DENIED'],
  QUOTA_EXCEEDED: [429, 'RESOURCE_EXHAUSTED'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  INTERNAL: [500, 'INTERNAL'],
} as const

export type FcmErrorCode = keyof typeof CODES

/**
 * A request that FCM does not take, in the shape of Google's errors.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
 */
export class FcmRefusal extends Error {
  override name = 'FcmRefusal' as const
  readonly status: number
  readonly code: string
  /** What FCM adds; absent for errors that are not its own, such as a missing access token */
  readonly errorCode: FcmErrorCode | undefined
  /** In seconds */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, errorCode?: FcmErrorCode, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.errorCode = errorCode
    this.retryAfter = retryAfter
  }

  toResponse(): Response {
    const { status, code, message, errorCode, retryAfter } = this
    const details = errorCode === undefined ? {} : { details: [{ '@type': DETAIL_TYPE, errorCode }] }
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` }
    if (status === 401) headers['www-authenticate'] = 'Bearer realm="https://accounts.google.com/"'
    return Response.json({ error: { code: status, message, status: code, ...details } }, { status, headers })
  }
}

/** One of FCM's own errors. */
export function fcmRefusal(errorCode: FcmErrorCode, message: string, retryAfter?: number): FcmRefusal {
  const [status, code] = CODES[errorCode]
  return new FcmRefusal(status, code, message, errorCode, retryAfter)
}

/** What the request says is not what FCM takes (400). */
export const invalidArgument = (message: string) => fcmRefusal('INVALID_ARGUMENT', message)

/** The error that stands at FCM for a status that a device is told to fail with. */
export function failureRefusal(status: number, retryAfter: number): FcmRefusal {
  if (status === 404 || status === 410) return fcmRefusal('UNREGISTERED', 'The device is no longer registered')
  if (status === 403) return fcmRefusal('SENDER_ID_MISMATCH', 'The device belongs to another sender')
  if (status === 429) return fcmRefusal('QUOTA_EXCEEDED', 'Too many messages for this device', retryAfter)
  if (status === 503) return fcmRefusal('UNAVAILABLE', 'The service is overloaded', retryAfter)
  if (status === 500) return fcmRefusal('INTERNAL', 'The service failed')
  return invalidArgument('The message is not valid')
}

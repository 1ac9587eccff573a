const DETAIL_TYPE = 'type.googleapis.com/google.firebase.fcm.v1.FcmError'

/** Error codes of FCM, each with the HTTP status and the general error code of Google that accompany it. */
const CODES = {
  INVALID_ARGUMENT: [400, 'INVALID_ARGUMENT'],
  UNREGISTERED: [404, 'NOT_FOUND'],
  SENDER_ID_MISMATCH: [403, 'PERMISSION_DENIED'],
  QUOTA_EXCEEDED: [429, 'RESOURCE_EXHAUSTED'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  INTERNAL: [500, 'INTERNAL'],
} as const

/** Error code of FCM. */
export type FcmErrorCode = keyof typeof CODES

/**
 * Error for a request that FCM refuses, in the format of Google's APIs.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
 */
export class FcmRefusal extends Error {
  override name = 'FcmRefusal' as const
  readonly status: number

  /** General error code of Google */
  readonly code: string

  /** Error code of FCM; absent for general errors, such as a missing access token */
  readonly errorCode: FcmErrorCode | undefined

  /** Value of `Retry-After`, in seconds */
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

/** Creates a refusal with an error code of FCM. */
export function fcmRefusal(errorCode: FcmErrorCode, message: string, retryAfter?: number): FcmRefusal {
  const [status, code] = CODES[errorCode]
  return new FcmRefusal(status, code, message, errorCode, retryAfter)
}

/** Creates the refusal of a request that is not valid (400). */
export const invalidArgument = (message: string) => fcmRefusal('INVALID_ARGUMENT', message)

/** Creates the refusal that corresponds to the status that a device is set to fail with. */
export function failureRefusal(status: number, retryAfter: number): FcmRefusal {
  if (status === 404 || status === 410) return fcmRefusal('UNREGISTERED', 'The device is no longer registered')
  if (status === 403) return fcmRefusal('SENDER_ID_MISMATCH', 'The device belongs to another sender')
  if (status === 429) return fcmRefusal('QUOTA_EXCEEDED', 'Too many messages for this device', retryAfter)
  if (status === 503) return fcmRefusal('UNAVAILABLE', 'The service is overloaded', retryAfter)
  if (status === 500) return fcmRefusal('INTERNAL', 'The service failed')
  return invalidArgument('The message is not valid')
}

import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { MatrixError } from '../spec/index.ts'

/**
 * Error for a request that is refused; it becomes a Matrix error response.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#standard-error-response
 */
export class RequestError extends Error {
  override name = 'RequestError' as const
  readonly status: ContentfulStatusCode
  readonly errcode: string

  /** Further properties of the response, such as `retry_after_ms` */
  readonly details: Readonly<Record<string, number | string>>

  constructor(status: ContentfulStatusCode, errcode: string, message: string, details = {}) {
    super(message)
    this.status = status
    this.errcode = errcode
    this.details = details
  }

  /** Returns the body of the response. */
  toBody(): MatrixError {
    return { errcode: this.errcode, error: this.message, ...this.details }
  }
}

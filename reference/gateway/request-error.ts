/** A request that is refused, as a standard error response. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: 400 | 404 | 405 | 413 | 502
  readonly errcode: string
  /** Milliseconds after which another attempt may work */
  readonly retryAfterMs: number | undefined

  constructor(status: RequestError['status'], errcode: string, message: string, retryAfterMs?: number) {
    super(message)
    this.status = status
    this.errcode = errcode
    this.retryAfterMs = retryAfterMs
  }
}

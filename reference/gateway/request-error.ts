/** A request that is refused, as a standard error response. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: 400 | 408 | 413
  readonly errcode: string

  constructor(status: RequestError['status'], errcode: string, message: string) {
    super(message)
    this.status = status
    this.errcode = errcode
  }
}

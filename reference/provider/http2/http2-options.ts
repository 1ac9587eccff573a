/** Address and certificate of an HTTP/2 listener. */
export interface ServeHttp2Options {
  host: string

  /** TCP port, 0 for any free one */
  port: number

  /** Certificate and private key, both in PEM */
  tls: { cert: string; key: string }

  /** Maximum time for a request to arrive completely, in milliseconds, after which it is cut off; default: 60,000 */
  requestDeadlineMs?: number
}

/** Maximum time for a request to arrive completely, in milliseconds. */
export const DEFAULT_REQUEST_DEADLINE_MS = 60_000

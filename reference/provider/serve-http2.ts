import { deno } from '../deno.ts'
import type { Handler, Served } from '../serve.ts'
import { serveHttp2OnDeno } from './serve-http2-on-deno.ts'
import { serveHttp2OnNode } from './serve-http2-on-node.ts'

/** Where to listen, and with which certificate (PEM). */
export interface ServeHttp2Options {
  host: string
  port: number
  tls: { cert: string; key: string }
  /** Milliseconds in which a request has to arrive whole; then it is cut; default: a minute */
  requestDeadlineMs?: number
}

/**
 * Serves a handler over HTTP/2 and nothing older, as APNs does.
 *
 * @throws when the address cannot be listened at
 */
export const serveHttp2: (handler: Handler, options: ServeHttp2Options) => Promise<Served> =
  deno === undefined ? serveHttp2OnNode : serveHttp2OnDeno

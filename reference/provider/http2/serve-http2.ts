import { deno } from '../../deno.ts'
import type { Handler, Served } from '../../serve.ts'
import type { ServeHttp2Options } from './http2-options.ts'
import { serveHttp2OnDeno } from './serve-http2-on-deno.ts'
import { serveHttp2OnNode } from './serve-http2-on-node.ts'

/**
 * Serves a handler over HTTP/2 only, as APNs does.
 *
 * @throws {Error} when the address is not available
 */
export const serveHttp2: (handler: Handler, options: ServeHttp2Options) => Promise<Served> =
  deno === undefined ? serveHttp2OnNode : serveHttp2OnDeno

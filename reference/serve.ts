import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'

/** Something that answers requests. */
export interface Handler {
  fetch(request: Request): Response | Promise<Response>
}

/** Where to listen. */
export interface ServeOptions {
  /** Address of the interface; default: `127.0.0.1` */
  host?: string
  /** TCP port; default: 0, a free one */
  port?: number
  /** Serves HTTPS with this certificate and its key, both PEM; default: plain HTTP */
  tls?: { cert: string; key: string }
}

/** A handler that listens. */
export interface Served {
  /** The base URL, without a slash at its end */
  url: string
  /** Stops listening and cuts every connection, idle or not. */
  close(): Promise<void>
}

/**
 * Serves a handler over HTTP, or over HTTPS when it is given a certificate.
 *
 * @throws when the address cannot be listened at
 */
export async function serve(
  handler: Handler,
  { host = '127.0.0.1', port = 0, tls }: ServeOptions = {},
): Promise<Served> {
  const listener = getRequestListener((request) => handler.fetch(request), { overrideGlobalObjects: false })
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, resolve)
  await listening
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>()
      server.close(() => done())
      server.closeAllConnections()
      return closed
    },
  }
}

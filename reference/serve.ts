import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { baseUrl, listenAt } from './listening.ts'

/** Handler of HTTP requests: a homeserver, a push gateway, or any other. */
export interface Handler {
  /** Handles a request. `peer.address` is the IP address of the client. */
  fetch(request: Request, peer?: { address?: string }): Response | Promise<Response>
}

/** Options of `serve`. */
export interface ServeOptions {
  /** Address of the interface to listen on; default: `127.0.0.1` */
  host?: string

  /** TCP port, 0 to 65535, where 0 stands for any free port; default: 0 */
  port?: number

  /** Certificate and private key (PEM) to serve HTTPS with; default: plain HTTP */
  tls?: { cert: string; key: string }

  /**
   * Maximum time for a request to arrive completely, in milliseconds, after which its connection is closed; default:
   * 60,000
   */
  requestDeadlineMs?: number
}

/** Running server. */
export interface Served {
  /** Base URL, without a slash at its end */
  url: string

  /** Stops listening, and closes every connection, idle or not. */
  close(): Promise<void>
}

/**
 * Serves a handler over HTTP, or over HTTPS if a certificate is given.
 *
 * @param handler handler of the requests, such as a homeserver or push gateway
 * @param options address, certificate and deadline
 * @returns the running server, which must be closed
 * @throws {Error} when the address is not available
 */
export async function serve(
  handler: Handler,
  { host = '127.0.0.1', port = 0, tls, requestDeadlineMs = 60_000 }: ServeOptions = {},
): Promise<Served> {
  const response = getRequestListener(
    (request, { incoming }) => {
      const address = incoming.socket?.remoteAddress
      return handler.fetch(request, address === undefined ? {} : { address })
    },
    { overrideGlobalObjects: false },
  )
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    cutAfter(requestDeadlineMs, incoming, outgoing)
    return response(incoming, outgoing)
  }
  const deadlines = {
    headersTimeout: requestDeadlineMs,
    requestTimeout: requestDeadlineMs,
    connectionsCheckingInterval: Math.min(requestDeadlineMs, 5000),
  }
  const server =
    tls === undefined ? createServer(deadlines, listener) : createSecureServer({ ...tls, ...deadlines }, listener)
  const actualPort = await listenAt(server, { host, port })
  return {
    url: baseUrl(tls === undefined ? 'http' : 'https', host, actualPort),
    close() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>()
      server.close(() => done())
      server.closeAllConnections()
      return closed
    },
  }
}

/**
 * Closes the connection of a request whose body is not complete in time. The settings of Node also cover the headers,
 * but Deno does not support them.
 */
function cutAfter(milliseconds: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = incoming.headers
  if (length === '0' && encoding === undefined) return
  const timer = setTimeout(() => incoming.destroy(), milliseconds)
  const keep = () => clearTimeout(timer)
  incoming.once('end', keep)
  incoming.once('close', keep)
  outgoing.once('close', keep)
}

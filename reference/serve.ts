import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { baseUrl, listenAt } from './listening.ts'

/** Something that answers requests. */
export interface Handler {
  fetch(request: Request, peer?: { address?: string }): Response | Promise<Response>
}

/** Where to listen. */
export interface ServeOptions {
  /** Address of the interface; default: `127.0.0.1` */
  host?: string
  /** TCP port; default: 0, a free one */
  port?: number
  /** Serves HTTPS with this certificate and its key, both PEM; default: plain HTTP */
  tls?: { cert: string; key: string }
  /** Milliseconds in which a request has to arrive whole; then its connection is cut; default: a minute */
  requestDeadlineMs?: number
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
 * Cuts the connection of a request whose body does not end in time. Node has a setting for that, which Deno leaves
 * out; and it is the only one that knows of headers.
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

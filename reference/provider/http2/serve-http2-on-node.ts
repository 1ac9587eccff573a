import {
  constants,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { baseUrl, listenAt } from '../../listening.ts'
import type { Handler, Served } from '../../serve.ts'
import { DEFAULT_REQUEST_DEADLINE_MS, type ServeHttp2Options } from './http2-options.ts'

/** Maximum number of concurrent requests of one connection, the same as at APNs. */
const MAX_CONCURRENT_STREAMS = 1000

/** Serves a handler over HTTP/2 with the server of Node. */
export async function serveHttp2OnNode(
  handler: Handler,
  { host, port, tls, requestDeadlineMs = DEFAULT_REQUEST_DEADLINE_MS }: ServeHttp2Options,
): Promise<Served> {
  const listener = getRequestListener(
    async (request, { outgoing }) => respond(await handler.fetch(request), outgoing as Http2ServerResponse),
    { overrideGlobalObjects: false },
  )
  const settings = { maxConcurrentStreams: MAX_CONCURRENT_STREAMS }
  const server = createSecureServer({ ...tls, settings }, (request, response) => {
    cutAfter(requestDeadlineMs, request)
    void listener(request, response)
  })
  // Some clients of APNs do not negotiate HTTP/2, and speak it all the same
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === false) socket.alpnProtocol = 'h2'
  })
  const open = new Set<ServerHttp2Session | Socket>()
  const keep = (connection: ServerHttp2Session | Socket) => {
    open.add(connection)
    connection.once('close', () => open.delete(connection))
  }
  server.on('session', keep)
  // A connection in its TLS handshake would also keep the server from closing
  server.on('connection', keep)
  const actualPort = await listenAt(server, { host, port })
  return {
    url: baseUrl('https', host, actualPort),
    close() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>()
      server.close(() => done())
      for (const connection of [...open]) connection.destroy()
      return closed
    },
  }
}

/**
 * Sends a response without a body in one frame, as APNs does: some clients close the connection at an empty frame with data.
 * Returns any other response as it is.
 */
function respond(response: Response, outgoing: Http2ServerResponse): Response {
  if (response.body !== null) return response
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  outgoing.end()
  return RESPONSE_ALREADY_SENT
}

/** Cuts off a request that has not arrived completely in time. */
function cutAfter(milliseconds: number, request: Http2ServerRequest): void {
  const timer = setTimeout(() => request.stream.close(constants.NGHTTP2_CANCEL), milliseconds)
  const arrived = () => clearTimeout(timer)
  request.once('end', arrived)
  request.stream.once('close', arrived)
}

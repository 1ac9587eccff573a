import { constants, createSecureServer, type Http2ServerRequest, type ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { baseUrl, listenAt } from '../listening.ts'
import type { Handler, Served } from '../serve.ts'
import type { ServeHttp2Options } from './serve-http2.ts'

/** How many requests one connection may have open at once; APNs allows the same. */
const MAX_CONCURRENT_STREAMS = 1000

/** {@link serveHttp2} with the server of Node. */
export async function serveHttp2OnNode(
  handler: Handler,
  { host, port, tls, requestDeadlineMs = 60_000 }: ServeHttp2Options,
): Promise<Served> {
  const listener = getRequestListener((request) => handler.fetch(request), { overrideGlobalObjects: false })
  const settings = { maxConcurrentStreams: MAX_CONCURRENT_STREAMS }
  const server = createSecureServer({ ...tls, settings }, (request, response) => {
    cutAfter(requestDeadlineMs, request)
    void listener(request, response)
  })
  const open = new Set<ServerHttp2Session | Socket>()
  const keep = (connection: ServerHttp2Session | Socket) => {
    open.add(connection)
    connection.once('close', () => open.delete(connection))
  }
  server.on('session', keep)
  // Those that are still shaking hands would keep the server from closing too
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

/** Cuts a request that has not arrived whole in time. */
function cutAfter(milliseconds: number, request: Http2ServerRequest): void {
  const timer = setTimeout(() => request.stream.close(constants.NGHTTP2_CANCEL), milliseconds)
  const arrived = () => clearTimeout(timer)
  request.once('end', arrived)
  request.stream.once('close', arrived)
}

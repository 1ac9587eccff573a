import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createArrivalQueue } from './arrival-queue.ts'

/** Request that the gateway received, and that waits for its response. */
export interface ReceivedRequest {
  method: string | undefined
  path: string | undefined
  headers: http.IncomingHttpHeaders
  body: string

  /** Raw response, to send an invalid one */
  response: http.ServerResponse

  /** Responds with JSON, or with a literal text. */
  respond(status: number, body?: unknown, headers?: http.OutgoingHttpHeaders): void
}

/** Push gateway whose responses a test sends. */
export interface TestGateway {
  url: string

  /** Returns the number of requests so far. */
  count(): number

  /** Returns the next request, as soon as it arrives. */
  request(): Promise<ReceivedRequest>
  close(): Promise<void>
}

/**
 * Starts a push gateway.
 *
 * @param tls private key and certificate (PEM) to serve HTTPS with; default: plain HTTP
 */
export async function startTestGateway(tls?: { key: string; cert: string }): Promise<TestGateway> {
  const requests = createArrivalQueue<ReceivedRequest>()
  let count = 0
  const onRequest = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = await text(request)
    count += 1
    requests.put({
      method: request.method,
      path: request.url,
      headers: request.headers,
      body,
      response,
      respond(status, body = { rejected: [] }, headers = {}) {
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
      },
    })
  }
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/_matrix/push/v1/notify`,
    count: () => count,
    request: requests.take,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

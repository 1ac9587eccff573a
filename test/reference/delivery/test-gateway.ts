import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createArrivalQueue } from './arrival-queue.ts'

/** A request that the gateway got and that waits for its answer. */
export interface Received {
  method: string | undefined
  path: string | undefined
  headers: http.IncomingHttpHeaders
  body: string
  /** The raw answer, for answers that are none */
  response: http.ServerResponse
  /** Answers with JSON, or with a text as it is. */
  respond(status: number, body?: unknown, headers?: http.OutgoingHttpHeaders): void
}

/** A push gateway that a test answers for. */
export interface TestGateway {
  url: string
  /** How many requests arrived so far */
  count(): number
  /** The next request, as soon as it arrives. */
  request(): Promise<Received>
  close(): Promise<void>
}

/** @param tls key and certificate (PEM), to speak HTTPS */
export async function startGateway(tls?: { key: string; cert: string }): Promise<TestGateway> {
  const requests = createArrivalQueue<Received>()
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

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'

/** Request as a peer received it. */
export interface Asked {
  method: string
  /** Path and query */
  url: string
  headers: IncomingHttpHeaders
  /** Parsed body; undefined if there is none */
  body: unknown
}

/** Server that responds as its test says. */
export interface Peer {
  url: string
  asked: Asked[]
}

/** Starts a peer on a free port of loopback until the end of the test. */
export async function startPeer(t: Test, respond: (asked: Asked, response: ServerResponse) => void): Promise<Peer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const one = await read(request)
    asked.push(one)
    respond(one, response)
  })
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** Returns a port of loopback that nothing listens on. */
export async function unusedPort(): Promise<number> {
  return await tryPort(0)
}

/** Returns the first of several consecutive ports of loopback that nothing listens on. */
export async function unusedPorts(count: number): Promise<number> {
  for (;;) {
    // Below those that systems give to programs that ask for any
    const first = 10_000 + Math.floor(Math.random() * 20_000)
    const ports = Array.from({ length: count }, (_, index) => first + index)
    const tried = await Promise.allSettled(ports.map(tryPort))
    if (tried.every(({ status }) => status === 'fulfilled')) return first
  }
}

/** Listens on a port of loopback for a moment, and returns it. */
async function tryPort(number: number): Promise<number> {
  const server = createTcpServer().listen(number, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Responds with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<Asked> {
  const body = await text(request)
  const { method = '', url = '', headers } = request
  return { method, url, headers, body: body === '' ? undefined : JSON.parse(body) }
}

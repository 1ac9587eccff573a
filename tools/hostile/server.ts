import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createHomeserver } from '../../reference/index.ts'
import { type Honest, type Respond, sendJson } from './exchange.ts'

/** Server on a free port of 127.0.0.1. */
export interface RunningServer {
  url: string
  close(): Promise<void>
}

/** Responds to a request as a server does that conforms. */
type Conforming = (request: IncomingMessage, body: string) => Promise<Honest>

/** Starts a hostile homeserver, with the reference as its honest side. */
export async function startHomeserver(respond: Respond): Promise<RunningServer> {
  const homeserver = createHomeserver({ delivery: { allowHttp: true, allowPrivateAddresses: true } })
  const conforming: Conforming = async ({ method = 'GET', url, headers }, body) => {
    const { authorization } = headers
    const response = await homeserver.fetch(
      new Request(`http://127.0.0.1${url}`, {
        method,
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
        ...(body === '' ? {} : { body }),
      }),
    )
    return { status: response.status, text: await response.text() }
  }
  const server = await start(respond, conforming)
  const close = async () => {
    await server.close()
    await homeserver.close()
  }
  return { url: server.url, close }
}

/** Starts a hostile push gateway, whose honest side accepts every device except those whose pushkey begins with `gone`. */
export async function startGateway(respond: Respond): Promise<RunningServer> {
  return await start(respond, async (_request, body) => {
    const pushkeys = [...body.matchAll(/"pushkey":\s*"([^"]*)"/g)].map(([, pushkey = '']) => pushkey)
    return { status: 200, text: JSON.stringify({ rejected: pushkeys.filter((pushkey) => pushkey.startsWith('gone')) }) }
  })
}

async function start(respond: Respond, conforming: Conforming): Promise<RunningServer> {
  let number = 0
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    number += 1
    const mine = number
    const body = await text(request)
    await respond({ request, body, response, number: mine, honest: () => conforming(request, body) })
  }
  const server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    handle(request, response).catch(() => {
      if (!response.headersSent) sendJson(response, 400, '{"errcode":"M_NOT_JSON","error":"Unreadable request"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'

/** Number of requests until the preflight checks of a homeserver are over, and the cases have begun. */
export const PREFLIGHT = 40

/** Request to a hostile server, and the response that it writes or does not write. */
export interface Exchange {
  request: IncomingMessage
  /** Body of the request */
  body: string
  response: ServerResponse
  /** Number of the request since the start of the server, from 1 */
  number: number
  /** Returns the response of a server that conforms. */
  honest(): Promise<Honest>
}

/** Response of a server that conforms. */
export interface Honest {
  status: number
  text: string
}

/** Reaction of a hostile server to a request. Errors are those of connections that Plexor has closed, and are ignored. */
export type Respond = (exchange: Exchange) => unknown

/** Server that harms whoever trusts it, in one way. */
export interface HostileKind {
  name: string
  /** The harm that it does, as the end of "It …" */
  does: string
  /** Number of cases that run at once against it; default: 8 */
  jobs?: number
  /** Cases to run against it, because all of them would take hours; default: all */
  only?: readonly string[]
  /** Creates the server: each run begins with a new one. */
  create(): Respond
}

/** Passes the response of a server that conforms on. */
export async function beHonest({ honest, response }: Exchange): Promise<void> {
  const { status, text } = await honest()
  sendJson(response, status, text)
}

/** Sends a text as JSON, whether it is JSON or not. */
export function sendJson(response: ServerResponse, status: number, text: string | Buffer): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(text)
}

/** Returns a server that is honest for a number of requests, so that it passes the preflight, and then is not. */
export function honestFor(requests: number, respond: Respond): Respond {
  return (exchange) => (exchange.number <= requests ? beHonest(exchange) : respond(exchange))
}

/** Returns a homeserver that is honest until the preflight checks are over. */
export function afterPreflight(respond: Respond): Respond {
  return honestFor(PREFLIGHT, respond)
}

/** Returns a server that is honest except for requests whose method and path match. */
export function onlyFor(pattern: RegExp, respond: Respond): Respond {
  return (exchange) => {
    const { method, url } = exchange.request
    return pattern.test(`${method} ${url}`) ? respond(exchange) : beHonest(exchange)
  }
}

/** Returns a server that changes the text of each honest response. */
export function changing(change: (text: string) => string | Buffer): Respond {
  return async ({ honest, response }) => {
    const { status, text } = await honest()
    sendJson(response, status, change(text))
  }
}

/** Returns a server that adds members to each honest response that is a JSON object. */
export function adding(members: string): Respond {
  return changing((text) => (text.startsWith('{') ? `{${members}${text === '{}' ? '' : ','}${text.slice(1)}` : text))
}

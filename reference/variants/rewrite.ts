import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { Fetch } from './variant.ts'

/** What was asked for. */
export interface Asked {
  method: string
  /** Below the version of the client-server API, such as `/pushers/set`; percent-encoded as it came */
  path: string
}

/** The answer to a request, as far as variants change it. */
export interface Answered {
  status: number
  body: unknown
}

/** Changes the JSON of answers, and their status, on their way out. */
export function responding(change: (response: Answered, asked: Asked) => Answered): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const asked = askedBy(request)
    const response = await fetch(request, peer)
    const body = await jsonOf(response)
    if (body === undefined) return response
    const changed = change({ status: response.status, body }, asked)
    return jsonResponse(response, changed.status, JSON.stringify(changed.body))
  }
}

/** Changes requests with a JSON object as their body on their way in. */
export function asking(change: (body: JsonObject, asked: Asked) => JsonObject): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const text = await request.text()
    const body = parse(text)
    const changed = isObject(body) ? JSON.stringify(change(body, askedBy(request))) : text
    return await fetch(withBody(request, changed), peer)
  }
}

/** Stands one behind the other: the first one is the first to see a request, and the last to see its answer. */
export function both(outer: (fetch: Fetch) => Fetch, inner: (fetch: Fetch) => Fetch): (fetch: Fetch) => Fetch {
  return (fetch) => outer(inner(fetch))
}

/** What a request asks for. */
export function askedBy(request: Request): Asked {
  const path = new URL(request.url).pathname.replace(/^\/_matrix\/client\/(r0|v3)/, '')
  return { method: request.method, path }
}

/** The same request with another body, and at another URL where one is given. */
export function withBody(request: Request, text: string, url = request.url): Request {
  const { method, headers, signal } = request
  return new Request(url, { method, headers, signal, ...(text === '' ? {} : { body: text }) })
}

/** The JSON of an answer; `undefined` when it has none, and is to be left alone. */
export async function jsonOf(response: Response): Promise<unknown> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return undefined
  return parse(await response.clone().text())
}

/** An answer like another one, with other JSON. */
export function jsonResponse(like: Response, status: number, text: BodyInit): Response {
  const headers = new Headers(like.headers)
  headers.delete('content-length')
  return new Response(text, { status, headers })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

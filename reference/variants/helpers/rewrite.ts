import { isObject, type JsonObject } from '../../homeserver/body.ts'
import type { RequestInfo } from '../../homeserver/policies/errors.ts'
import type { Fetch } from '../variant.ts'

/** Parts of a response that variants change. */
export interface JsonResponse {
  status: number
  body: unknown
}

/** Changes the JSON and the status of responses. */
export function changingResponses(
  change: (response: JsonResponse, request: RequestInfo) => JsonResponse,
): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const info = requestOf(request)
    const response = await fetch(request, peer)
    const body = await jsonOf(response)
    if (body === undefined) return response
    const changed = change({ status: response.status, body }, info)
    return jsonResponse(response, changed.status, JSON.stringify(changed.body))
  }
}

/** Changes the JSON object in the body of requests. */
export function changingRequests(
  change: (body: JsonObject, request: RequestInfo) => JsonObject,
): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const text = await request.text()
    const body = parse(text)
    const changed = isObject(body) ? JSON.stringify(change(body, requestOf(request))) : text
    return await fetch(withBody(request, changed), peer)
  }
}

/** Composes two wrappers. The outer one sees requests first, and responses last. */
export function composed(outer: (fetch: Fetch) => Fetch, inner: (fetch: Fetch) => Fetch): (fetch: Fetch) => Fetch {
  return (fetch) => outer(inner(fetch))
}

/**
 * Returns method and path of a request. The path starts below the version of the client-server API, such as
 * `/pushers/set`, and is still percent-encoded.
 */
export function requestOf(request: Request): RequestInfo {
  const path = new URL(request.url).pathname.replace(/^\/_matrix\/client\/(r0|v3)/, '')
  return { method: request.method, path }
}

/** Returns the same request with another body, and with another URL if one is given. */
export function withBody(request: Request, text: string, url = request.url): Request {
  const { method, headers, signal } = request
  return new Request(url, { method, headers, signal, ...(text === '' ? {} : { body: text }) })
}

/** Returns the JSON of a response; `undefined` if it has none. */
export async function jsonOf(response: Response): Promise<unknown> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return undefined
  return parse(await response.clone().text())
}

/** Returns a response with the headers of another one, and with other JSON. */
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

import { systemClock } from '../delivery/clock.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { mapObjects } from './json.ts'
import { askedBy, jsonOf, jsonResponse, responding, withBody } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const JSON_TEXT = 'https://spec.matrix.org/v1.19/client-server-api/#api-standards'
const EXTENSIONS = 'https://spec.matrix.org/v1.19/client-server-api/#api-standards'
const RATE_LIMITS = 'https://spec.matrix.org/v1.19/client-server-api/#rate-limiting'

/** What belongs to users, and objects whose field names are IDs: nothing can be added to them. */
const CLOSED =
  /^(content|prev_content|data|tweaks|conditions|actions|join|invite|leave|knock|joined|unread_thread_notifications)$/

/** Requests that the specification marks as rate-limited, among those that the suites make. */
const RATE_LIMITED =
  /^(POST \/(register|pushers\/set|rooms\/[^/]+\/(join|receipt\/.*|read_markers))|PUT \/pushrules\/.*)$/

/** How answers look as HTTP and JSON, and how long they take. */
export const ANSWER_VARIANTS = [
  variant('unknown-fields', {
    summary: 'Every object of its answers has fields that nobody has heard of',
    allowedBy: [EXTENSIONS],
    wrap: responding(({ status, body }, { path }) =>
      /\/(state|account_data)\/(?!m\.push_rules$)/.test(path) ? { status, body } : { status, body: withExtra(body) },
    ),
  }),
  variant('pretty-json', {
    summary: 'Its JSON is indented, has its fields in another order and escapes what is not ASCII',
    allowedBy: [JSON_TEXT],
    wrap: rewritten((body) => escaped(JSON.stringify(mapObjects(body, reversed), null, 2))),
  }),
  variant('chunked-answers', {
    summary: 'Answers come in small pieces, with a charset in their type, over connections that are closed afterwards',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const headers = new Headers(response.headers)
      headers.delete('content-length')
      if (headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8')
      headers.set('connection', 'close')
      return new Response(pieces(await response.text()), { status: response.status, headers })
    },
  }),
  variant('slow-answers', {
    summary: 'Every answer takes between 50 and 150 milliseconds more',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      await systemClock.sleep(50 + Math.random() * 100, request.signal)
      return response
    },
  }),
  variant('strict-content-type', {
    summary: 'A request with a body is refused unless its Content-Type says that it is JSON',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const type = request.headers.get('content-type') ?? ''
      const text = await request.text()
      if (text === '' || type.startsWith('application/json')) return await fetch(withBody(request, text), peer)
      return Response.json(
        { errcode: 'M_NOT_JSON', error: 'The Content-Type is not application/json' },
        { status: 415 },
      )
    },
  }),
  variant('rate-limits', {
    summary: 'Every fifth request that can be limited comes too soon, and has to wait by retry_after_ms',
    allowedBy: [RATE_LIMITS, 'errors.retry-after'],
    wrap: limiting(5, { retry_after_ms: 40 }, {}),
  }),
  variant('rate-limits-by-header', {
    summary: 'Some requests come too soon, and have to wait for a second by Retry-After',
    allowedBy: [RATE_LIMITS, 'errors.rate-limited'],
    span: { since: 'v1.10' },
    wrap: limiting(50, {}, { 'retry-after': '1' }),
  }),
]

function withExtra(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withExtra)
  if (!isObject(body)) return body
  const entries = Object.entries(body).map(([name, value]) => {
    // The rules stand in the content of an event here and alone there, so they have the same fields in both
    const isRules = name === 'content' && body.type === 'm.push_rules'
    if (!CLOSED.test(name) || isRules) return [name, withExtra(value)]
    return [name, /^(join|invite|leave|knock)$/.test(name) && isObject(value) ? eachWithExtra(value) : value]
  })
  return { ...Object.fromEntries(entries), 'org.example.extra': { deep: [1, null, { a: 'b' }] } }
}

function eachWithExtra(rooms: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(rooms).map(([roomId, room]) => [roomId, withExtra(room)]))
}

function reversed(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).reverse())
}

function escaped(json: string): string {
  return json.replace(/[^\p{ASCII}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

function rewritten(text: (body: unknown) => string): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const response = await fetch(request, peer)
    const body = await jsonOf(response)
    return body === undefined ? response : jsonResponse(response, response.status, text(body))
  }
}

/** A text as a stream of pieces of 100 bytes, which may split a character. */
function pieces(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + 100))
      at += 100
    },
  })
}

function limiting(every: number, fields: object, headers: Record<string, string>): (fetch: Fetch) => Fetch {
  return (fetch) => {
    let requests = 0
    return async (request, peer) => {
      const { method, path } = askedBy(request)
      if (!RATE_LIMITED.test(`${method} ${path}`)) return await fetch(request, peer)
      requests += 1
      if (requests % every !== 0) return await fetch(request, peer)
      const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'Too many requests', ...fields }
      return Response.json(body, { status: 429, headers })
    }
  }
}

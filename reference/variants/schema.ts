import { systemClock } from '../delivery/clock.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { isEmpty, mapObjects, without } from './helpers/json.ts'
import { changingResponses, composed, jsonOf, jsonResponse, withBody } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const JSON_TEXT = 'https://spec.matrix.org/v1.19/client-server-api/#api-standards'
const EXTENSIONS = 'https://spec.matrix.org/v1.19/client-server-api/#api-standards'
/** Fields that belong to users, or whose keys are IDs: nothing is added to them. */
const CLOSED =
  /^(content|prev_content|data|tweaks|conditions|actions|join|invite|leave|knock|joined|unread_thread_notifications)$/
const SYNC = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync'
const EVENT_IDS = 'https://spec.matrix.org/v1.19/appendices/#event-ids'
/** Suffix of every token. */
const UNUSUAL_SUFFIX = '~/+=&?#% "é'
const TOKEN_FIELDS = ['next_batch', 'prev_batch', 'start', 'end', 'next_token']
const TOKEN_QUERIES = ['since', 'from', 'to']

/** Variants of the form of responses, IDs and tokens. */
export const SCHEMA_VARIANTS: readonly Variant[] = [
  variant({
    name: 'schema.unknown-fields',
    summary: 'Every object in responses has unknown fields',
    allowedBy: [EXTENSIONS],
    wrap: changingResponses(({ status, body }, { path }) =>
      /\/(state|account_data)\/(?!m\.push_rules$)/.test(path)
        ? { status, body }
        : { status, body: withUnknownFields(body) },
    ),
  }),
  variant({
    name: 'schema.pretty-json',
    summary: 'JSON is indented, has fields in another order and escapes non-ASCII characters',
    allowedBy: [JSON_TEXT],
    wrap: changingText((body) => withEscapes(JSON.stringify(mapObjects(body, reversed), null, 2))),
  }),
  variant({
    name: 'schema.chunked-responses',
    summary: 'Responses are chunked, have a charset in their content type and close their connections',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const headers = new Headers(response.headers)
      headers.delete('content-length')
      if (headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8')
      headers.set('connection', 'close')
      return new Response(inPieces(await response.text()), { status: response.status, headers })
    },
  }),
  variant({
    name: 'schema.slow-responses',
    summary: 'Every response takes 50 to 150 milliseconds longer',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      await systemClock.sleep(50 + Math.random() * 100, request.signal)
      return response
    },
  }),
  variant({
    name: 'schema.empty-sections-in-sync',
    summary: 'Each /sync has empty sections for presence, devices and keys',
    allowedBy: [SYNC],
    wrap: changingResponses(({ status, body }, { path }) => {
      if (path !== '/sync' || status !== 200 || !isObject(body)) return { status, body }
      const rooms = isObject(body.rooms) ? { knock: {}, ...body.rooms } : body.rooms
      const empty = { presence: { events: [] }, to_device: { events: [] }, device_lists: { changed: [], left: [] } }
      return { status, body: { ...empty, device_one_time_keys_count: {}, ...body, rooms } }
    }),
  }),
  variant({
    name: 'schema.sparse-sync',
    summary: 'Empty sections of /sync are omitted',
    allowedBy: [SYNC],
    wrap: changingResponses(({ status, body }, { path }) => ({
      status,
      body: path === '/sync' ? sparse(body) : body,
    })),
  }),
  variant({
    name: 'schema.unusual-tokens',
    summary: 'Tokens contain slashes, spaces, quotes and non-ASCII characters',
    allowedBy: [SYNC],
    wrap: composed(
      changingResponses(({ status, body }) => ({ status, body: mapObjects(body, withUnusualTokens) })),
      (fetch) => async (request, peer) => {
        const url = new URL(request.url)
        for (const name of TOKEN_QUERIES) {
          const token = url.searchParams.get(name)
          if (token !== null) url.searchParams.set(name, withoutSuffix(token))
        }
        return await fetch(withBody(request, await request.text(), url.href), peer)
      },
    ),
  }),
  variant({
    name: 'schema.slashes-in-event-ids',
    summary: 'Event IDs contain slashes and plus signs, like those of room version 3',
    allowedBy: [EVENT_IDS],
    changes: {
      schema: (correct) => ({ eventId: (draft) => correct.eventId(draft).replaceAll('-', '+').replaceAll('_', '/') }),
    },
  }),
]

function withUnknownFields(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withUnknownFields)
  if (!isObject(body)) return body
  const entries = Object.entries(body).map(([name, value]) => {
    // Push rules have the same fields in an event as in their own endpoints
    const isRules = name === 'content' && body.type === 'm.push_rules'
    if (!CLOSED.test(name) || isRules) return [name, withUnknownFields(value)]
    return [name, /^(join|invite|leave|knock)$/.test(name) && isObject(value) ? eachWithUnknownFields(value) : value]
  })
  return { ...Object.fromEntries(entries), 'org.example.extra': { deep: [1, null, { a: 'b' }] } }
}

function eachWithUnknownFields(rooms: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(rooms).map(([roomId, room]) => [roomId, withUnknownFields(room)]))
}

function reversed(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).reverse())
}

function withEscapes(json: string): string {
  return json.replace(/[^\p{ASCII}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

function changingText(text: (body: unknown) => string): (fetch: Fetch) => Fetch {
  return (fetch) => async (request, peer) => {
    const response = await fetch(request, peer)
    const body = await jsonOf(response)
    return body === undefined ? response : jsonResponse(response, response.status, text(body))
  }
}

/** Returns a text as a stream of pieces of 100 bytes, which can split a character. */
function inPieces(text: string): ReadableStream<Uint8Array> {
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

/** Removes empty sections, down to the lists of events. Rooms stay. */
function sparse(section: unknown): unknown {
  if (!isObject(section)) return section
  const inner = Object.entries(section).map(([name, value]) => [name, name === 'events' ? value : sparse(value)])
  const isHollow = (value: unknown) =>
    isEmpty(value) || (isObject(value) && isEmpty(value.events) && !('limited' in value))
  return without(Object.fromEntries(inner), (value, name) => !/^(!|events$|unread_)/.test(name) && isHollow(value))
}

function withUnusualTokens(object: JsonObject): JsonObject {
  const change = ([name, value]: [string, unknown]) =>
    TOKEN_FIELDS.includes(name) && typeof value === 'string' ? [name, value + UNUSUAL_SUFFIX] : [name, value]
  return Object.fromEntries(Object.entries(object).map(change))
}

/** Removes the suffix of a token. A token without it is not a token of this server. */
function withoutSuffix(token: string): string {
  return token.endsWith(UNUSUAL_SUFFIX) ? token.slice(0, -UNUSUAL_SUFFIX.length) : `none: ${token}`
}

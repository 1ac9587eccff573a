import { createHash } from 'node:crypto'
import { isObject } from '../homeserver/body.ts'
import type { Draft } from '../homeserver/rooms/draft.ts'
import { askedBy, jsonOf, withBody } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const SENDING = 'https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room'

/** How long after its answer an event comes into its room, in milliseconds. */
const LATE_MS = 100

/** When events come into their rooms. */
export const SENDING_VARIANTS = [
  variant('evaluates-late', {
    summary:
      'An event is answered at once, and comes into its room a moment later: to the push rules as they are then, to the counts and to the gateways',
    allowedBy: [SENDING],
    api: (correct) => ({ eventId: (draft) => promisedId(draft) ?? correct.eventId(draft) }),
    wrap: comingLate,
  }),
]

/** What of an event is known before there is one; the same request always makes the same. */
type Promised = Pick<Draft, 'room_id' | 'sender' | 'type' | 'transaction' | 'redacts'>

/** The ID of an event that was sent by a client, told by its request alone. */
function promisedId({ room_id, sender, type, transaction, redacts }: Promised): string | undefined {
  if (transaction === undefined) return undefined
  const { device_id, transaction_id } = transaction
  const request = JSON.stringify([room_id, sender, type, device_id, transaction_id, redacts ?? null])
  return `$${createHash('sha256').update(request).digest('base64url')}`
}

/**
 * Events that are sure to be taken are answered before they are in their room. They come there in the order of their
 * requests, and whatever else is asked about rooms waits for them; what a client asks of its rules, pushers and
 * notifications does not, nor does `/sync`.
 */
function comingLate(fetch: Fetch): Fetch {
  let last: Promise<unknown> = Promise.resolve()
  return async (request, peer) => {
    if (!/^\/(rooms|join)\//.test(askedBy(request).path)) return await fetch(request, peer)
    const text = await request.text()
    const promised = await sureEvent(fetch, request, text)
    if (promised === undefined) {
      await last
      return await fetch(withBody(request, text), peer)
    }
    const due = performance.now() + LATE_MS
    const before = last
    last = (async () => {
      await before
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      await fetch(withBody(request, text), peer)
    })()
    return Response.json({ event_id: promised })
  }
}

/** The ID of the event that a request sends; `undefined` where it sends none, or one that might be refused. */
async function sureEvent(fetch: Fetch, request: Request, text: string): Promise<string | undefined> {
  const { method, path } = askedBy(request)
  const [room_id, type, transaction_id] =
    /^\/rooms\/([^/]+)\/send\/([^/]+)\/([^/]+)$/.exec(path)?.slice(1).map(decodeURIComponent) ?? []
  if (method !== 'PUT' || room_id === undefined || type === undefined || transaction_id === undefined) return undefined
  if (type === 'm.room.redaction' || text.length > 10_000 || !isJsonObject(text)) return undefined
  const read = reading(fetch, request)
  const { user_id: sender, device_id } = await read('account/whoami')
  if (typeof sender !== 'string' || typeof device_id !== 'string') return undefined
  const state = `rooms/${encodeURIComponent(room_id)}/state`
  const { membership } = await read(`${state}/m.room.member/${encodeURIComponent(sender)}`)
  const { events_default = 0, events = {} } = await read(`${state}/m.room.power_levels`)
  if (membership !== 'join' || events_default !== 0 || !isObject(events) || type in events) return undefined
  return promisedId({ room_id, sender, type, transaction: { device_id, transaction_id } })
}

/** Reads JSON objects as the sender of a request does; what there is not is an empty one. */
function reading(fetch: Fetch, { url, headers }: Request) {
  const [base] = /^.*?\/_matrix\/client\/(r0|v3)\//.exec(url) ?? []
  const { search } = new URL(url)
  const authorization = headers.get('authorization')
  return async (path: string) => {
    const response = await fetch(
      new Request(`${base}${path}${search}`, { headers: authorization === null ? {} : { authorization } }),
    )
    const body = response.ok ? await jsonOf(response) : undefined
    return isObject(body) ? body : {}
  }
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text))
  } catch {
    return false
  }
}

import { createHash } from 'node:crypto'
import { isObject } from '../homeserver/body.ts'
import type { EventDraft } from '../homeserver/rooms/draft.ts'
import { jsonOf, requestOf, withBody } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const SENDING = 'https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room'
/** Delay between the response and the event, in milliseconds. */
const LATE_MS = 100

/** Variants of the evaluation of rules for events. */
export const RECIPIENTS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'recipients.ignored-inviter-notifies',
    summary: 'Invitations from ignored users notify',
    allowedBy: ['recipients.pushes-of-ignored-invitations'],
    changes: { recipients: () => ({ notifiesIgnoring: ({ content }) => content.membership === 'invite' }) },
  }),
  variant({
    name: 'recipients.late-evaluation',
    summary: 'An event is evaluated, counted and pushed a moment after the response, by the push rules at that time',
    allowedBy: [SENDING],
    wrap: delayingEvents,
    changes: { schema: (correct) => ({ eventId: (draft) => predictableId(draft) ?? correct.eventId(draft) }) },
  }),
]

/** Properties of an event that its request determines. */
type PredictableEvent = Pick<EventDraft, 'room_id' | 'sender' | 'type' | 'transaction' | 'redacts'>

/** Returns the ID of an event, derived from its request; `undefined` for an event that no client sent. */
function predictableId({ room_id, sender, type, transaction, redacts }: PredictableEvent): string | undefined {
  if (transaction === undefined) return undefined
  const { device_id, transaction_id } = transaction
  const request = JSON.stringify([room_id, sender, type, device_id, transaction_id, redacts ?? null])
  return `$${createHash('sha256').update(request).digest('base64url')}`
}

/**
 * Delays events that are certain to be accepted. They are sent in the order of their requests, and other requests about
 * rooms wait for them. Requests about rules, pushers and notifications do not wait, nor does `/sync`.
 */
function delayingEvents(fetch: Fetch): Fetch {
  let last: Promise<unknown> = Promise.resolve()
  return async (request, peer) => {
    if (!/^\/(rooms|join)\//.test(requestOf(request).path)) return await fetch(request, peer)
    const text = await request.text()
    const eventId = await predictableEvent(fetch, request, text)
    if (eventId === undefined) {
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
    return Response.json({ event_id: eventId })
  }
}

/** Returns the ID of the event that a request sends; `undefined` if it sends none, or could be refused. */
async function predictableEvent(fetch: Fetch, request: Request, text: string): Promise<string | undefined> {
  const { method, path } = requestOf(request)
  const [room_id, type, transaction_id] =
    /^\/rooms\/([^/]+)\/send\/([^/]+)\/([^/]+)$/.exec(path)?.slice(1).map(decodeURIComponent) ?? []
  if (method !== 'PUT' || room_id === undefined || type === undefined || transaction_id === undefined) return undefined
  if (type === 'm.room.redaction' || text.length > 10_000 || !isJsonObject(text)) return undefined
  const read = reader(fetch, request)
  const { user_id: sender, device_id } = await read('account/whoami')
  if (typeof sender !== 'string' || typeof device_id !== 'string') return undefined
  const state = `rooms/${encodeURIComponent(room_id)}/state`
  const { membership } = await read(`${state}/m.room.member/${encodeURIComponent(sender)}`)
  const { events_default = 0, events = {} } = await read(`${state}/m.room.power_levels`)
  if (membership !== 'join' || events_default !== 0 || !isObject(events) || type in events) return undefined
  return predictableId({ room_id, sender, type, transaction: { device_id, transaction_id } })
}

/** Returns a function that reads JSON objects for the sender of a request; missing ones are empty. */
function reader(fetch: Fetch, { url, headers }: Request) {
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

import { isObject, type JsonObject } from '../homeserver/body.ts'
import { mapObjects } from './json.ts'
import { askedBy, responding } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const RECEIPTS = 'https://spec.matrix.org/v1.19/client-server-api/#receipts'

/** How long after its answer a receipt acts, in milliseconds. */
const LATE_MS = 150

/** When receipts act, and how they are shown. */
export const RECEIPT_VARIANTS = [
  variant('receipts-act-late', {
    summary: 'A receipt is answered at once, and what it reads is read a moment later',
    allowedBy: [RECEIPTS],
    wrap: actingLate,
  }),
  variant('receipts-go-back', {
    summary: 'A receipt for an earlier event takes the place of the one for a later event',
    allowedBy: ['receipts.backwards'],
    receipts: () => ({ replaces: () => true }),
  }),
  variant('own-private-receipts-hidden', {
    summary: 'Private receipts are shown to nobody, the user who sent them included',
    allowedBy: ['receipts.private-for-oneself'],
    span: { since: 'v1.4' },
    receipts: (correct) => ({
      isShown: (receipt, userId) => receipt.type !== 'm.read.private' && correct.isShown(receipt, userId),
    }),
  }),
  variant('receipts-apart', {
    summary: 'Each receipt of a /sync is in an event of its own',
    allowedBy: [RECEIPTS],
    deviatesFrom: ['receipts.batched'],
    wrap: responding(({ status, body }, { path }) => ({
      status,
      body: path === '/sync' ? mapObjects(body, withReceiptsApart) : body,
    })),
  }),
]

/** The list of events with one for each receipt. */
function withReceiptsApart(object: JsonObject): JsonObject {
  const { events } = object
  if (!Array.isArray(events)) return object
  return { ...object, events: events.flatMap((event) => (event?.type === 'm.receipt' ? apart(event.content) : event)) }
}

function apart(content: { [eventId: string]: { [type: string]: { [userId: string]: unknown } } }): JsonObject[] {
  return Object.entries(content).flatMap(([eventId, byType]) =>
    Object.entries(byType).flatMap(([type, byUser]) =>
      Object.entries(byUser).map(([userId, receipt]) => ({
        type: 'm.receipt',
        content: { [eventId]: { [type]: { [userId]: receipt } } },
      })),
    ),
  )
}

/** Receipts that are sure to be right, of one event and for no thread, are answered before they are looked at. */
function actingLate(fetch: Fetch): Fetch {
  return async (request, peer) => {
    const eventPath = eventOf(request)
    const text = eventPath === undefined ? '' : await request.clone().text()
    if (eventPath === undefined || !isEmptyObject(text)) return await fetch(request, peer)
    const headers = { authorization: request.headers.get('authorization') ?? '' }
    const { status } = await fetch(new Request(new URL(eventPath, request.url), { headers }), peer)
    if (status !== 200) return await fetch(request, peer)
    setTimeout(() => void fetch(request, peer), LATE_MS)
    return Response.json({})
  }
}

/** The path of the event that a receipt is about; `undefined` for what is no receipt. */
function eventOf(request: Request): string | undefined {
  const { method, path } = askedBy(request)
  const [, room, eventId] = /^\/rooms\/([^/]+)\/receipt\/m\.read(?:\.private)?\/([^/]+)$/.exec(path) ?? []
  if (method !== 'POST' || room === undefined) return undefined
  const { pathname } = new URL(request.url)
  return `${pathname.slice(0, pathname.length - path.length)}/rooms/${room}/event/${eventId}`
}

function isEmptyObject(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) && Object.keys(body).length === 0
  } catch {
    return false
  }
}

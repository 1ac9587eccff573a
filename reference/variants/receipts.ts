import { isObject, type JsonObject } from '../homeserver/body.ts'
import { mapObjects } from './helpers/json.ts'
import { changingResponses, requestOf } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const RECEIPTS = 'https://spec.matrix.org/v1.19/client-server-api/#receipts'
/** Delay between the response and the effect of a receipt, in milliseconds. */
const LATE_MS = 150

/** Variants of receipts. */
export const RECEIPTS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'receipts.applied-late',
    summary: 'A receipt takes effect a moment after the response',
    allowedBy: [RECEIPTS],
    wrap: delayingReceipts,
  }),
  variant({
    name: 'receipts.backwards-accepted',
    summary: 'A receipt for an earlier event replaces that for a later event',
    allowedBy: ['receipts.backwards'],
    changes: { receipts: () => ({ replaces: () => true }) },
  }),
  variant({
    name: 'receipts.own-private-hidden',
    summary: 'Private receipts are shown to nobody, not even to the user who sent them',
    allowedBy: ['receipts.private-in-own-sync'],
    span: { since: 'v1.4' },
    changes: {
      receipts: (correct) => ({
        isShown: (receipt, userId) => receipt.type !== 'm.read.private' && correct.isShown(receipt, userId),
      }),
    },
  }),
  variant({
    name: 'receipts.not-batched',
    summary: 'Each receipt in /sync is a separate event',
    allowedBy: [RECEIPTS],
    deviatesFrom: ['receipts.batched'],
    wrap: changingResponses(({ status, body }, { path }) => ({
      status,
      body: path === '/sync' ? mapObjects(body, withSeparateReceipts) : body,
    })),
  }),
]

/** Splits receipt events in a list of events into one for each receipt. */
function withSeparateReceipts(object: JsonObject): JsonObject {
  const { events } = object
  if (!Array.isArray(events)) return object
  return {
    ...object,
    events: events.flatMap((event) => (event?.type === 'm.receipt' ? separateReceipts(event.content) : event)),
  }
}

function separateReceipts(content: {
  [eventId: string]: { [type: string]: { [userId: string]: unknown } }
}): JsonObject[] {
  return Object.entries(content).flatMap(([eventId, byType]) =>
    Object.entries(byType).flatMap(([type, byUser]) =>
      Object.entries(byUser).map(([userId, receipt]) => ({
        type: 'm.receipt',
        content: { [eventId]: { [type]: { [userId]: receipt } } },
      })),
    ),
  )
}

/** Delays valid receipts for one event without a thread. */
function delayingReceipts(fetch: Fetch): Fetch {
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

/** Returns the path of the event of a receipt; `undefined` for other requests. */
function eventOf(request: Request): string | undefined {
  const { method, path } = requestOf(request)
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

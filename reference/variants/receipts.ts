import { isObject } from '../homeserver/body.ts'
import { askedBy } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const RECEIPTS = 'https://spec.matrix.org/v1.19/client-server-api/#receipts'

/** How long after its answer a receipt acts, in milliseconds. */
const LATE_MS = 150

/** When receipts act. */
export const RECEIPT_VARIANTS = [
  variant('receipts-act-late', {
    differs: 'A receipt is answered at once, and what it reads is read a moment later',
    allowedBy: [RECEIPTS],
    wrap: actingLate,
  }),
]

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

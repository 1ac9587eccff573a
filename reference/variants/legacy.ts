import { RULE_KINDS } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { askedBy, jsonOf, jsonResponse } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const NOTIFY = 'https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify'

/** Fields of older drafts, which some servers still send. */
interface OlderFields {
  id?: string
  membership?: string
}

/** A server that does what older ones did, where nothing forbids it. */
export const LEGACY_VARIANTS = [
  variant('legacy', {
    summary:
      'Pushes have the fields id and membership and an unread count of 0, and each kind of rules can be read alone',
    allowedBy: [NOTIFY, 'rules.list-one-kind', 'pushers.profile-tag', 'notifications.profile-tag'],
    deviatesFrom: ['gateway.zero-counts-omitted'],
    gateway: (correct) => ({
      notification(facts, format, device) {
        const { event } = facts
        const notification = correct.notification(facts, format, device)
        const older: OlderFields = { id: event.event_id }
        if (event.type === 'm.room.member') older.membership = String(event.content.membership)
        return { ...older, ...notification, counts: { unread: 0, ...notification.counts } }
      },
      badge: (counts, device) => correct.badge({ unread: 0, ...counts }, { ...device, tweaks: {} }),
    }),
    wrap: (fetch) => withProfileTags(withListsOfOneKind(fetch)),
  }),
]

/** `GET /pushrules/global/{kind}/`, which older servers answer with the rules of the kind. */
function withListsOfOneKind(fetch: Fetch): Fetch {
  return async (request, peer) => {
    const { method, path } = askedBy(request)
    const kind = RULE_KINDS.find((candidate) => path === `/pushrules/global/${candidate}/`)
    if (method !== 'GET' || kind === undefined) return await fetch(request, peer)
    const url = new URL(request.url)
    url.pathname = url.pathname.replace(/global\/\w+\/$/, '')
    const response = await fetch(new Request(url, { headers: request.headers }), peer)
    const body = await jsonOf(response)
    if (!response.ok || !isObject(body) || !isObject(body.global)) return response
    return jsonResponse(response, 200, JSON.stringify(body.global[kind] ?? []))
  }
}

/** Each item of the lists of pushers and notifications has a `profile_tag`. */
function withProfileTags(fetch: Fetch): Fetch {
  return async (request, peer) => {
    const name = askedBy(request).path.match(/^\/(pushers|notifications)$/)?.[1]
    const response = await fetch(request, peer)
    const body = name === undefined ? undefined : await jsonOf(response)
    if (name === undefined || !isObject(body) || !Array.isArray(body[name])) return response
    const tagged = body[name].map((item: JsonObject) => ({ profile_tag: '', ...item }))
    return jsonResponse(response, response.status, JSON.stringify({ ...body, [name]: tagged }))
  }
}

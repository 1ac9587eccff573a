import { type PushNotification, RULE_KINDS } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { PayloadPolicies } from '../homeserver/policies/payload.ts'
import { isEmpty, without } from './helpers/json.ts'
import { jsonOf, jsonResponse, requestOf } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const NOTIFY = 'https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify'

/** Variants of the body of push requests. */
export const PAYLOAD_VARIANTS: readonly Variant[] = [
  variant({
    name: 'payload.legacy-fields',
    summary:
      'Pushes have the fields id and membership and an unread count of 0, and each kind of rules can be read separately',
    allowedBy: [NOTIFY, 'rules-api.list-one-kind', 'pushers.profile-tag', 'notifications.profile-tag'],
    deviatesFrom: ['payload.zero-counts-omitted'],
    wrap: (fetch) => withProfileTags(withListsOfOneKind(fetch)),
    changes: {
      payload: (correct) => ({
        notification(context, format, device) {
          const { event } = context
          const notification = correct.notification(context, format, device)
          const older: OlderFields = { id: event.event_id }
          if (event.type === 'm.room.member') older.membership = String(event.content.membership)
          return { ...older, ...notification, counts: { unread: 0, ...notification.counts } }
        },
        badge: (counts, device) => correct.badge({ unread: 0, ...counts }, { ...device, tweaks: {} }),
      }),
    },
  }),
  variant({
    name: 'payload.unknown-fields',
    summary: 'Pushes, their devices and their counts have unknown fields',
    allowedBy: [NOTIFY],
    changes: {
      payload: changingNotification((notification) => ({
        ...notification,
        ...unknownField(),
        ...(notification.counts === undefined ? {} : { counts: { ...notification.counts, ...unknownField() } }),
        devices: notification.devices.map((device) => ({ ...device, ...unknownField() })),
      })),
    },
  }),
  variant({
    name: 'payload.optional-counts-omitted',
    summary: 'Only pushes that must contain the unread count contain it, and no push only updates counts',
    allowedBy: ['payload.unread-count', 'payload.counts-only'],
    changes: {
      payload: (correct) => ({
        notification(context, format, device) {
          const { counts, ...notification } = correct.notification(context, format, device)
          return format === 'event_id_only' && counts !== undefined ? { ...notification, counts } : notification
        },
        badge: () => undefined,
      }),
    },
  }),
  variant({
    name: 'payload.empty-counts-omitted',
    summary: 'A push has no counts if all of them would be zero',
    allowedBy: ['payload.zero-counts-omitted'],
    changes: {
      payload: changingNotification(({ counts, ...notification }) =>
        counts === undefined || isEmpty(counts) ? notification : { ...notification, counts },
      ),
    },
  }),
  variant({
    name: 'payload.zero-counts-sent',
    summary: 'Counts of zero are sent',
    allowedBy: [NOTIFY],
    deviatesFrom: ['payload.zero-counts-omitted'],
    changes: {
      payload: changingNotification((notification) => ({
        ...notification,
        counts: { unread: 0, missed_calls: 0, ...notification.counts },
      })),
    },
  }),
  variant({
    name: 'payload.no-counts-only-pushes',
    summary: 'No push only updates counts',
    allowedBy: ['payload.counts-only'],
    changes: { payload: () => ({ badge: () => undefined }) },
  }),
  variant({
    name: 'payload.counts-after-every-receipt',
    summary: 'Pushes with only counts follow every receipt and every sent event, even if the counts did not change',
    allowedBy: ['payload.counts-only'],
    changes: { payload: () => ({ sendsBadge: () => true }) },
  }),
  variant({
    name: 'payload.invitations-counted',
    summary: 'The unread count includes waiting invitations',
    allowedBy: ['payload.waiting-invitations'],
    changes: {
      payload: (correct) => ({
        counts(unread, joinedRooms, stays) {
          const waiting = stays().filter(({ membership, isFromIgnored }) => membership === 'invite' && !isFromIgnored)
          const { unread: messages = 0 } = correct.counts(unread, joinedRooms, stays)
          const total = messages + waiting.length
          return total === 0 ? {} : { unread: total }
        },
      }),
    },
  }),
  variant({
    name: 'payload.prio-always-high',
    summary: 'Every push has high priority',
    allowedBy: ['payload.prio'],
    changes: { payload: () => ({ priority: () => 'high' }) },
  }),
  variant({
    name: 'payload.prio-omitted',
    summary: 'No push has a priority',
    allowedBy: ['payload.prio'],
    changes: { payload: changingNotification(({ prio: _, ...notification }) => notification) },
  }),
  variant({
    name: 'payload.content-omitted',
    summary: 'Pushes omit the content of the event',
    allowedBy: ['payload.content', 'payload.minimal-content'],
    changes: { payload: changingNotification(({ content: _, ...notification }) => notification) },
  }),
  variant({
    name: 'payload.minimal-fields',
    summary: 'Pushes omit names, the type of the event and its sender',
    allowedBy: [NOTIFY],
    deviatesFrom: ['payload.full-format', 'payload.names', 'payload.user-is-target'],
    changes: {
      payload: changingNotification(({ event_id, room_id, counts, devices, prio }) => ({
        ...(event_id === undefined ? {} : { event_id }),
        ...(room_id === undefined ? {} : { room_id }),
        ...(counts === undefined ? {} : { counts }),
        ...(prio === undefined ? {} : { prio }),
        devices,
      })),
    },
  }),
  variant({
    name: 'payload.user-is-target-explicit',
    summary: 'user_is_target is also present when it is false',
    allowedBy: ['payload.user-is-target-value'],
    changes: {
      payload: (correct) => ({
        notification: (context, format, device) => ({
          ...(format === 'event_id_only' ? {} : { user_is_target: false }),
          ...correct.notification(context, format, device),
        }),
      }),
    },
  }),
  variant({
    name: 'payload.computed-room-names',
    summary:
      'In pushes, the name of a room without a name is made from its members, and that of a sender is the user ID',
    allowedBy: ['payload.names'],
    changes: {
      payload: (correct) => ({
        notification(context, format, device) {
          const notification = correct.notification(context, format, device)
          if (format === 'event_id_only') return notification
          const others = context.room.members.filter(({ user_id }) => user_id !== context.user_id)
          const room_name = others.map(({ display_name, user_id }) => display_name ?? user_id).join(' and ')
          return { sender_display_name: context.event.sender, room_name, ...notification }
        },
      }),
    },
  }),
  variant({
    name: 'payload.sparse-devices',
    summary: 'Devices have no pushkey_ts, and no data or tweaks if they would be empty',
    allowedBy: ['payload.pushkey-ts', NOTIFY],
    changes: {
      payload: (correct) => ({
        device(pusher, tweaks) {
          const { pushkey_ts: _, ...device } = correct.device(pusher, tweaks)
          const { app_id, pushkey, ...others } = device
          return { app_id, pushkey, ...without(others, isEmpty) }
        },
      }),
    },
  }),
  variant({
    name: 'payload.event-id-only-with-details',
    summary: 'With the format event_id_only, pushes also contain the type of the event, its sender and the room name',
    allowedBy: ['payload.event-id-only'],
    changes: {
      payload: (correct) => ({
        notification(context, format, device) {
          const { content: _, ...notification } = correct.notification(context, undefined, device)
          return format === 'event_id_only' ? notification : correct.notification(context, format, device)
        },
      }),
    },
  }),
]

function changingNotification(change: (notification: PushNotification) => PushNotification) {
  return (correct: PayloadPolicies): Partial<PayloadPolicies> => ({
    request: (notification) => correct.request(change(notification)),
  })
}

function unknownField(): { [name: string]: unknown } {
  return { 'org.example.extra': 1 }
}

/** Fields of older drafts that some servers still send. */
interface OlderFields {
  id?: string
  membership?: string
}

function withListsOfOneKind(fetch: Fetch): Fetch {
  return async (request, peer) => {
    const { method, path } = requestOf(request)
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

/** Adds a `profile_tag` to each item of the lists of pushers and notifications. */
function withProfileTags(fetch: Fetch): Fetch {
  return async (request, peer) => {
    const name = requestOf(request).path.match(/^\/(pushers|notifications)$/)?.[1]
    const response = await fetch(request, peer)
    const body = name === undefined ? undefined : await jsonOf(response)
    if (name === undefined || !isObject(body) || !Array.isArray(body[name])) return response
    const tagged = body[name].map((item: JsonObject) => ({ profile_tag: '', ...item }))
    return jsonResponse(response, response.status, JSON.stringify({ ...body, [name]: tagged }))
  }
}

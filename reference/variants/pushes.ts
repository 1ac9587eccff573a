import type { PushNotification } from '../../spec/index.ts'
import type { GatewayPolicies } from '../homeserver/policies/gateway.ts'
import type { StoredPusher } from '../homeserver/storage/pushers.ts'
import { isEmpty, without } from './json.ts'
import { variant } from './variant.ts'

const NOTIFY = 'https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify'

/** What push gateways are sent. */
export const PUSH_VARIANTS = [
  variant('unknown-fields-in-pushes', {
    summary: 'Pushes, their devices and their counts have fields that nobody has heard of',
    allowedBy: [NOTIFY],
    gateway: pushing((notification) => ({
      ...notification,
      ...extra(),
      ...(notification.counts === undefined ? {} : { counts: { ...notification.counts, ...extra() } }),
      devices: notification.devices.map((device) => ({ ...device, ...extra() })),
    })),
  }),
  variant('counts-left-out', {
    summary: 'Only pushes that have to carry the unread count carry it, and there are none of counts alone',
    allowedBy: ['gateway.counts-unread', 'gateway.counts-alone'],
    gateway: (correct) => ({
      notification(facts, format, device) {
        const { counts, ...notification } = correct.notification(facts, format, device)
        return format === 'event_id_only' && counts !== undefined ? { ...notification, counts } : notification
      },
      badge: () => undefined,
    }),
  }),
  variant('empty-counts-left-out', {
    summary: 'A push has no counts at all where each of them would be zero',
    allowedBy: ['gateway.zero-counts-omitted'],
    gateway: pushing(({ counts, ...notification }) =>
      counts === undefined || isEmpty(counts) ? notification : { ...notification, counts },
    ),
  }),
  variant('zero-counts-sent', {
    summary: 'Counts of zero are sent',
    allowedBy: [NOTIFY],
    deviatesFrom: ['gateway.zero-counts-omitted'],
    gateway: pushing((notification) => ({
      ...notification,
      counts: { unread: 0, missed_calls: 0, ...notification.counts },
    })),
  }),
  variant('no-badge-pushes', {
    summary: 'There are no pushes of counts alone',
    allowedBy: ['gateway.counts-alone'],
    gateway: () => ({ badge: () => undefined }),
  }),
  variant('badge-after-every-receipt', {
    summary: 'Counts alone are pushed after every receipt and every sent event, even if they are what they were',
    allowedBy: ['gateway.counts-alone'],
    gateway: () => ({ wantsBadge: () => true }),
  }),
  variant('high-priority', {
    summary: 'Every push has the priority high',
    allowedBy: ['gateway.prio'],
    gateway: () => ({ priority: () => 'high' }),
  }),
  variant('no-priority', {
    summary: 'No push has a priority',
    allowedBy: ['gateway.prio'],
    gateway: pushing(({ prio: _, ...notification }) => notification),
  }),
  variant('no-content', {
    summary: 'Pushes leave the content of the event out',
    allowedBy: ['gateway.content', 'security.no-content'],
    gateway: pushing(({ content: _, ...notification }) => notification),
  }),
  variant('bare-pushes', {
    summary: 'Pushes never tell names, the type of the event or its sender',
    allowedBy: [NOTIFY],
    deviatesFrom: ['gateway.full-format', 'gateway.names', 'gateway.user-is-target'],
    gateway: pushing(({ event_id, room_id, counts, devices, prio }) => ({
      ...(event_id === undefined ? {} : { event_id }),
      ...(room_id === undefined ? {} : { room_id }),
      ...(counts === undefined ? {} : { counts }),
      ...(prio === undefined ? {} : { prio }),
      devices,
    })),
  }),
  variant('target-spelled-out', {
    summary: 'user_is_target is there when it is false too',
    allowedBy: ['gateway.user-is-target'],
    gateway: (correct) => ({
      notification: (facts, format, device) => ({
        ...(format === 'event_id_only' ? {} : { user_is_target: false }),
        ...correct.notification(facts, format, device),
      }),
    }),
  }),
  variant('computed-room-names', {
    summary: 'A room without a name is named after its members in pushes, and a sender without one by the user ID',
    allowedBy: ['gateway.names'],
    gateway: (correct) => ({
      notification(facts, format, device) {
        const notification = correct.notification(facts, format, device)
        if (format === 'event_id_only') return notification
        const others = facts.room.members.filter(({ user_id }) => user_id !== facts.user_id)
        const room_name = others.map(({ display_name, user_id }) => display_name ?? user_id).join(' and ')
        return { sender_display_name: facts.event.sender, room_name, ...notification }
      },
    }),
  }),
  variant('sparse-devices', {
    summary: 'Devices have no pushkey_ts, and neither data nor tweaks where these are empty',
    allowedBy: ['gateway.pushkey-ts', NOTIFY],
    gateway: (correct) => ({
      device(pusher, tweaks) {
        const { pushkey_ts: _, ...device } = correct.device(pusher, tweaks)
        const { app_id, pushkey, ...others } = device
        return { app_id, pushkey, ...without(others, isEmpty) }
      },
    }),
  }),
  variant('ids-with-details', {
    summary: 'With the format event_id_only, pushes also tell the type of the event, its sender and the room name',
    allowedBy: ['gateway.event-id-only'],
    gateway: (correct) => ({
      notification(facts, format, device) {
        const { content: _, ...notification } = correct.notification(facts, undefined, device)
        return format === 'event_id_only' ? notification : correct.notification(facts, format, device)
      },
    }),
  }),
  variant('devices-together', {
    summary: 'Devices of a user that have one app and one gateway are in one request',
    allowedBy: ['gateway.devices-together'],
    gateway: () => ({
      groups: (targets) => [...Map.groupBy(targets, ({ app_id, data }) => JSON.stringify([app_id, data])).values()],
    }),
    delivery: () => ({ rejected: ({ status, rejected }) => (status === 200 ? rejected : []) }),
    pushers: () => ({ isRejected: isTogether }),
  }),
]

function pushing(change: (notification: PushNotification) => PushNotification) {
  return (correct: GatewayPolicies): Partial<GatewayPolicies> => ({
    request: (notification) => correct.request(change(notification)),
  })
}

function extra(): { [name: string]: unknown } {
  return { 'org.example.extra': 1 }
}

/** A rejection speaks of the devices of the request, or of an earlier one. */
function isTogether(pusher: StoredPusher, rejected: StoredPusher): boolean {
  const { user_id, app_id, data } = rejected
  return pusher.user_id === user_id && pusher.app_id === app_id && pusher.data.url === data.url
}

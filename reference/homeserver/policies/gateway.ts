import type { Device, NotifyRequest, PushCounts, PushNotification } from '../../../spec/index.ts'
import type { Outcome } from '../../rules/index.ts'
import type { RoomInfo } from '../push/room-facts.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Membership } from '../storage/memberships.ts'
import type { ThreadCounts } from '../storage/notifications.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** All that a notification can tell about its event, for one user. */
export interface PushContext {
  event: StoredEvent
  room: RoomInfo
  /** The display name of the sender in the room */
  senderName: string | undefined
  /** The user who is notified */
  user_id: string
  outcome: Outcome
  counts: PushCounts
  priority: 'high' | 'low'
}

/** Decisions about what push gateways are sent. */
export interface GatewayPolicies {
  /** The members whose rules an event is put to. */
  audience(event: StoredEvent, room: RoomInfo): Membership[]
  /** Those pushers of a user that are sent a request each. */
  targets(pushers: readonly StoredPusher[]): StoredPusher[]
  /** Which of them are in one request; the first of each group waits for all of it. */
  groups(targets: readonly StoredPusher[]): readonly StoredPusher[][]
  /** The badge counts of a user. */
  counts(unread: readonly ThreadCounts[], joinedRooms: ReadonlySet<string>): PushCounts
  /** How urgent the notification is. */
  priority(event: StoredEvent, outcome: Outcome): 'high' | 'low'
  /** The device that a pusher stands for. */
  device(pusher: StoredPusher, tweaks: Record<string, unknown> | undefined): Device
  /** A notification about an event, in the `format` that the data of the pusher asks for. */
  notification(facts: PushContext, format: string | undefined, device: Device): PushNotification
  /** A notification of changed counts alone; `undefined` for none. */
  badge(counts: PushCounts, device: Device): PushNotification | undefined
  /** Whether counts are pushed after something that was read, by whether that changed them. */
  wantsBadge(isChanged: boolean): boolean
  /** The body of the request. */
  request(notification: PushNotification): NotifyRequest
}

export const gatewayPolicies: GatewayPolicies = {
  audience: (event, room) =>
    room.members.filter(
      ({ user_id, membership }) => user_id !== event.sender && (membership === 'join' || isInvited(user_id, event)),
    ),
  targets: (pushers) => pushers.filter((pusher) => pusher.kind === 'http'),
  groups: (targets) => targets.map((target) => [target]),
  counts(unread, joinedRooms) {
    const inJoinedRooms = unread.filter((thread) => joinedRooms.has(thread.room_id))
    const total = inJoinedRooms.reduce((sum, thread) => sum + thread.notifications, 0)
    return total === 0 ? {} : { unread: total }
  },
  // What may not be delayed is what makes a noise or stands out, and what only the client can read
  priority: (event, { tweaks, highlight }) =>
    highlight || tweaks.sound !== undefined || event.type === 'm.room.encrypted' ? 'high' : 'low',
  device(pusher, tweaks) {
    const { url: _, ...data } = pusher.data
    const { app_id, pushkey, pushkey_ts } = pusher
    return { app_id, pushkey, pushkey_ts, data, ...(tweaks === undefined ? {} : { tweaks }) }
  },
  notification: (facts, format, device) =>
    format === 'event_id_only' ? idOnly(facts, device) : allFields(facts, device),
  badge: (counts, device) => ({ counts, devices: [device] }),
  wantsBadge: (isChanged) => isChanged,
  request: (notification) => ({ notification }),
}

/** @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify */
function allFields(facts: PushContext, device: Device): PushNotification {
  const { event, room, senderName } = facts
  return {
    ...idOnly(facts, device),
    type: event.type,
    sender: event.sender,
    content: event.content,
    ...(senderName === undefined ? {} : { sender_display_name: senderName }),
    ...(room.name === undefined ? {} : { room_name: room.name }),
    ...(room.alias === undefined ? {} : { room_alias: room.alias }),
    ...(event.type === 'm.room.member' && event.state_key === facts.user_id ? { user_is_target: true } : {}),
  }
}

function idOnly({ event, counts, priority }: PushContext, device: Device): PushNotification {
  return { event_id: event.event_id, room_id: event.room_id, prio: priority, counts, devices: [device] }
}

function isInvited(userId: string, event: StoredEvent): boolean {
  return event.type === 'm.room.member' && event.state_key === userId && event.content.membership === 'invite'
}

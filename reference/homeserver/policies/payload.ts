import type { Device, NotifyRequest, PushCounts, PushNotification } from '../../../spec/index.ts'
import type { RuleOutcome } from '../../rules/index.ts'
import type { RoomInfo } from '../push/room-info.ts'
import type { RoomStay } from '../push/room-stays.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { ThreadCounts } from '../storage/notifications.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Information that a notification about an event can contain, for one user. */
export interface PushContext {
  event: StoredEvent
  room: RoomInfo
  /** Display name of the sender in the room */
  senderName: string | undefined
  /** The user who is notified */
  user_id: string
  outcome: RuleOutcome
  counts: PushCounts
  priority: 'high' | 'low'
}

/** Decisions about the body of push requests. */
export interface PayloadPolicies {
  /**
   * Returns the badge counts of a user.
   *
   * @param unread unread notifications by room and thread
   * @param joinedRooms rooms that the user is joined to
   * @param stays looks up all rooms that the user is or was a member of, or is invited to
   */
  counts(
    unread: readonly ThreadCounts[],
    joinedRooms: ReadonlySet<string>,
    stays: () => readonly RoomStay[],
  ): PushCounts
  /** Returns the priority of a notification. */
  priority(event: StoredEvent, outcome: RuleOutcome): 'high' | 'low'
  /** Returns the device of a pusher. */
  device(pusher: StoredPusher, tweaks: Record<string, unknown> | undefined): Device
  /** Returns the notification about an event, in the `format` of the pusher's data. */
  notification(context: PushContext, format: string | undefined, device: Device): PushNotification
  /** Returns the notification that only updates counts; `undefined` for none. */
  badge(counts: PushCounts, device: Device): PushNotification | undefined
  /** Reports whether to push counts after something was read, depending on whether that changed them. */
  sendsBadge(isChanged: boolean): boolean
  /** Returns the body of the request. */
  request(notification: PushNotification): NotifyRequest
}

export const payloadPolicies: PayloadPolicies = {
  counts(unread, joinedRooms) {
    const inJoinedRooms = unread.filter((thread) => joinedRooms.has(thread.room_id))
    const total = inJoinedRooms.reduce((sum, thread) => sum + thread.notifications, 0)
    return total === 0 ? {} : { unread: total }
  },
  // Sounds, highlights and events that only the client can decrypt must not be delayed
  priority: (event, { tweaks, highlight }) =>
    highlight || tweaks.sound !== undefined || event.type === 'm.room.encrypted' ? 'high' : 'low',
  device(pusher, tweaks) {
    const { url: _, ...data } = pusher.data
    const { app_id, pushkey, pushkey_ts } = pusher
    return { app_id, pushkey, pushkey_ts, data, ...(tweaks === undefined ? {} : { tweaks }) }
  },
  notification: (context, format, device) =>
    format === 'event_id_only' ? idOnly(context, device) : allFields(context, device),
  badge: (counts, device) => ({ counts, devices: [device] }),
  sendsBadge: (isChanged) => isChanged,
  request: (notification) => ({ notification }),
}

/** @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify */
function allFields(context: PushContext, device: Device): PushNotification {
  const { event, room, senderName } = context
  return {
    ...idOnly(context, device),
    type: event.type,
    sender: event.sender,
    content: event.content,
    ...(senderName === undefined ? {} : { sender_display_name: senderName }),
    ...(room.name === undefined ? {} : { room_name: room.name }),
    ...(room.alias === undefined ? {} : { room_alias: room.alias }),
    ...(event.type === 'm.room.member' && event.state_key === context.user_id ? { user_is_target: true } : {}),
  }
}

function idOnly({ event, counts, priority }: PushContext, device: Device): PushNotification {
  return { event_id: event.event_id, room_id: event.room_id, prio: priority, counts, devices: [device] }
}

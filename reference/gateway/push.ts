import type { JsonObject } from '../rules/json.ts'

/** Numbers for the badge of the app; an absent one means zero. */
export interface Counts {
  /** Number of rooms or messages with unread notifications */
  unread?: number

  /** Number of missed calls */
  missed_calls?: number
}

/**
 * Notification from a homeserver, without its devices. Without `event_id` it only updates the counts.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export interface PushNotification {
  event_id?: string
  room_id?: string
  type?: string
  sender?: string
  sender_display_name?: string
  room_name?: string
  room_alias?: string
  user_is_target?: boolean
  prio: 'high' | 'low'
  content?: JsonObject
  counts: Counts
}

/** Device that a notification is for. */
export interface TargetDevice {
  app_id: string
  pushkey: string

  /** Time at which the pushkey was last changed, in Unix seconds */
  pushkey_ts?: number

  /** Data of the pusher, without the URL of the gateway */
  data: JsonObject

  /** Tweaks of the push rule that matched, such as `sound` */
  tweaks: JsonObject
}

/** Part of a notification that a device receives: `ids` to fetch the event, or `full` for all that the homeserver sends. */
export type PushContent = 'ids' | 'full'

/** Notification for one device. */
export interface Push {
  notification: PushNotification
  device: TargetDevice
  content: PushContent

  /** Default payload of the app, from the data of its pusher */
  defaultPayload: JsonObject
}

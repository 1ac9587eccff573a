import type { JsonObject } from '../rules/json.ts'

/** How many things want the user's attention; absent means none. */
export interface Counts {
  unread?: number
  missed_calls?: number
}

/** A notification as a homeserver describes it, without its devices. Without `event_id` it tells counts alone. */
export interface Notification {
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

/** A device that a notification is for. */
export interface TargetDevice {
  app_id: string
  pushkey: string
  /** Unix seconds at which the pushkey was last changed */
  pushkey_ts?: number
  /** What the pusher says of the device, but for the URL of the gateway */
  data: JsonObject
  tweaks: JsonObject
}

/** How much of a notification a device is sent: what it takes to fetch the event, or all that the homeserver tells. */
export type Content = 'ids' | 'full'

/** One notification for one device. */
export interface Push {
  notification: Notification
  device: TargetDevice
  content: Content
  /** What the app wants to be sent besides, from the data of its pusher */
  defaultPayload: JsonObject
}

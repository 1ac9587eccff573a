import type { PushNotification } from './push.ts'

/** Part of a notification that a device needs to fetch the event, and to show the unread counts. */
export interface WakeUp {
  room_id?: string
  event_id?: string
  prio: 'high' | 'low'
  unread?: number
  missed_calls?: number
}

/** Returns the part of a notification that reveals neither the message nor its sender. */
export function wakeUp({ room_id, event_id, prio, counts }: PushNotification): WakeUp {
  return {
    ...(room_id === undefined ? {} : { room_id }),
    ...(event_id === undefined ? {} : { event_id }),
    prio,
    ...counts,
  }
}

/** Returns the badge of the app. A homeserver omits counts of zero, so absent counts clear it. */
export function badge({ counts }: PushNotification): number {
  return (counts.unread ?? 0) + (counts.missed_calls ?? 0)
}

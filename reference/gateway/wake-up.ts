import type { Notification } from './push.ts'

/** What a device needs to fetch an event, and to show how much is unread. */
export interface WakeUp {
  room_id?: string
  event_id?: string
  prio: 'high' | 'low'
  unread?: number
  missed_calls?: number
}

/** The part of a notification that tells nothing of what was said, nor by whom. */
export function wakeUp({ room_id, event_id, prio, counts }: Notification): WakeUp {
  return {
    ...(room_id === undefined ? {} : { room_id }),
    ...(event_id === undefined ? {} : { event_id }),
    prio,
    ...counts,
  }
}

/** The number on the icon of an app. A homeserver leaves out a count of zero, which clears the badge. */
export function badge({ counts }: Notification): number {
  return (counts.unread ?? 0) + (counts.missed_calls ?? 0)
}

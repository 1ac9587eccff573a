import { fingerprintOf } from './fingerprint.ts'
import type { RecordedDevice, RecordedNotification } from './recorded-notification.ts'
import type { KnownDevice, Stack } from './stack.ts'

/** Result of a notification for one device: it is `sent` if the service accepted it, and its arrival is not known. */
export type Result = 'arrived' | RecordedDevice['result']

/** Notification for one device: the way from the homeserver through the gateway and the service to the device. */
export interface Attempt {
  notification: RecordedNotification
  device: RecordedDevice
  result: Result

  /** Device, if the provider runs here */
  known?: KnownDevice

  /** Number of the push in the inbox of the device */
  push?: number
}

/** All attempts for one event, or for one notification about counts alone. */
export interface Way {
  /** Anchor on the page */
  anchor: string
  notifications: RecordedNotification[]
  attempts: Attempt[]

  /** The last attempt for each device */
  last: Attempt[]
}

/** Returns the ways of all notifications, in the order in which they began. */
export function waysOf({ activity }: Stack, devices: ReadonlyMap<string, KnownDevice>): Way[] {
  const groups = Map.groupBy(activity.notifications, anchorOf)
  return [...groups].map(([anchor, notifications]) => {
    const attempts = notifications.flatMap((notification) =>
      notification.devices.map((device) => attemptOf(notification, device)),
    )
    const last = [...new Map(attempts.map((attempt) => [attempt.device.fingerprint, attempt])).values()]
    return { anchor, notifications, attempts, last }
  })

  function attemptOf(notification: RecordedNotification, device: RecordedDevice): Attempt {
    const known = devices.get(device.fingerprint)
    if (known === undefined) return { notification, device, result: device.result }
    const arrival = device.result === 'sent' ? activity.arrivalOf(notification, known.device_id) : undefined
    if (arrival === undefined) return { notification, device, known, result: device.result }
    return { notification, device, known, result: 'arrived', push: arrival.push }
  }
}

/** Returns the anchor of a notification: that of its event, if it has one. */
export function anchorOf({ n, eventId }: RecordedNotification): string {
  return eventId === undefined ? `counts-${n}` : `event-${fingerprintOf(eventId)}`
}

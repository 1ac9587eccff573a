import type { DeviceEnd } from '../policies/pushers.ts'
import type { Services } from '../services.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Removes pushers with everything that still waits to be sent for them. */
export function removePushers({ delivery, store }: Services, pushers: readonly StoredPusher[]): void {
  for (const { id } of pushers) {
    store.pushers.remove(id)
    delivery.drop(String(id))
  }
}

/** Removes what a push gateway has rejected. */
export function removeRejected(services: Services, pusherId: string): void {
  const { policies, store } = services
  const rejected = store.pushers.find(Number(pusherId))
  if (rejected === undefined) return
  const candidates = store.pushers.ofPushkey(rejected.pushkey)
  removePushers(
    services,
    candidates.filter((pusher) => policies.pushers.isRejected(pusher, rejected)),
  )
}

/** Logs a device out, with the pushers that it set. */
export function endDevice(services: Services, userId: string, deviceId: string, end: DeviceEnd): void {
  const { policies, store } = services
  store.devices.remove(userId, deviceId)
  const pushers = store.pushers.ofUser(userId)
  removePushers(
    services,
    pushers.filter((pusher) => policies.pushers.endsWith(pusher, deviceId, end)),
  )
}

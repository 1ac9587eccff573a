import type { DeviceEnd } from '../policies/pushers.ts'
import type { Services } from '../services.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Removes pushers with everything that still waits to be sent for them. */
export function removePushers({ delivery, policies, store }: Services, pushers: readonly StoredPusher[]): void {
  store.transaction(() => {
    for (const { id } of pushers) {
      store.pushers.remove(id)
      if (!policies.delivery.forgetsRemoved) continue
      store.pushQueue.removeOf(id)
      store.afterCommit(() => delivery.drop(id))
    }
  })
}

/** Removes what a push gateway has rejected when it was sent something for a pusher. */
export function removeRejected(services: Services, pusherId: number, pushkeys: readonly string[]): void {
  const { policies, store } = services
  const rejecting = store.pushers.find(pusherId)
  if (rejecting === undefined) return
  const candidates = pushkeys.flatMap((pushkey) => store.pushers.ofPushkey(pushkey))
  removePushers(
    services,
    candidates.filter((pusher) => policies.pushers.isRejected(pusher, rejecting)),
  )
}

/** Logs a device out, with the pushers that it set. */
export function endDevice(services: Services, userId: string, deviceId: string, end: DeviceEnd): void {
  const { policies, store } = services
  store.transaction(() => {
    store.devices.remove(userId, deviceId)
    const pushers = store.pushers.ofUser(userId)
    removePushers(
      services,
      pushers.filter((pusher) => policies.pushers.endsWith(pusher, deviceId, end)),
    )
  })
}

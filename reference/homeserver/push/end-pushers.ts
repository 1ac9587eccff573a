import type { DeviceRemoval } from '../policies/pushers.ts'
import type { Services } from '../services.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Removes pushers and their pending requests. */
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

/** Removes the pushers whose pushkeys a push gateway rejected in response to a request for a pusher. */
export function removeRejected(services: Services, pusherId: number, pushkeys: readonly string[]): void {
  const { policies, store } = services
  const rejecting = store.pushers.find(pusherId)
  if (rejecting === undefined) return
  const candidates = pushkeys.flatMap((pushkey) => store.pushers.ofPushkey(pushkey))
  const rejected = candidates.filter((pusher) => policies.pushers.isRejected(pusher, rejecting))
  removePushers(services, [
    ...rejected,
    ...rejected.flatMap((pusher) => policies.pushers.removedAlong(store.pushers, pusher)),
  ])
}

/** Removes a device and the pushers that it set. */
export function endDevice(services: Services, userId: string, deviceId: string, removal: DeviceRemoval): void {
  const { policies, store } = services
  store.transaction(() => {
    store.devices.remove(userId, deviceId)
    const pushers = store.pushers.ofUser(userId)
    removePushers(
      services,
      pushers.filter((pusher) => policies.pushers.endsWith(pusher, deviceId, removal)),
    )
  })
}

import type { Device } from './device.ts'
import type { ProviderStore } from './store.ts'

/** The most devices at the same time. */
export const MAX_DEVICES = 10_000

/** How many addresses of devices that were removed are remembered. */
const MAX_REMOVED = 10_000

/** What a service finds at an address. */
export type Found = { device: Device } | { goneSince: number } | undefined

/** All devices, by their IDs, and by the addresses that their services know them under. */
export interface Registry {
  /** Whether there is room for one more */
  readonly full: boolean
  add(device: Device): void
  get(deviceId: string): Device | undefined
  list(): Device[]
  /** The device at an address, or since when there is none any more. */
  find(address: string): Found
  /** The app is uninstalled: the service answers from now on that the address is gone. */
  remove(device: Device): void
  /** Ends all waits for pushes. */
  close(): void
}

/** An address is only known to one service, and at APNs to one environment of it. */
export function addressOf(place: 'apns production' | 'apns sandbox' | 'fcm' | 'web-push', token: string): string {
  return `${place} ${token}`
}

export function createRegistry(store: ProviderStore, now: () => number = Date.now): Registry {
  const devices = new Map<string, Device>()
  const byAddress = new Map<string, Device>()
  const removed = new Map(store.removedAddresses().map(({ address, goneSince }) => [address, goneSince]))

  return {
    get full() {
      return devices.size >= MAX_DEVICES
    },
    add(device) {
      devices.set(device.id, device)
      byAddress.set(device.address, device)
    },
    get: (deviceId) => devices.get(deviceId),
    list: () => [...devices.values()],
    find(address) {
      const device = byAddress.get(address)
      const goneSince = device === undefined ? removed.get(address) : device.goneSince
      if (goneSince !== undefined) return { goneSince }
      return device === undefined ? undefined : { device }
    },
    remove(device) {
      const { id, address, inbox } = device
      if (!devices.delete(id)) return
      byAddress.delete(address)
      device.goneSince ??= now()
      removed.set(address, device.goneSince)
      store.removeDevice(id, address, device.goneSince)
      for (const oldest of removed.keys()) {
        if (removed.size <= MAX_REMOVED) break
        removed.delete(oldest)
        store.forgetAddress(oldest)
      }
      inbox.close()
    },
    close() {
      for (const { inbox } of devices.values()) inbox.close()
    },
  }
}

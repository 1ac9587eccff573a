import type { ProviderStore } from '../store.ts'
import type { ProviderDevice } from './device.ts'

/** Maximum number of devices at the same time. */
export const MAX_DEVICES = 10_000

/** Maximum number of addresses of removed devices that are remembered. */
const MAX_REMOVED = 10_000

/** Device at an address; or, if its registration has ended, when, in Unix milliseconds. */
export type FoundDevice =
  | { kind: 'registered'; device: ProviderDevice }
  | { kind: 'unregistered'; unregisteredAt: number }

/** All devices, by ID and by the address that their service knows. */
export interface Registry {
  /** True if there are `MAX_DEVICES` */
  readonly full: boolean
  add(device: ProviderDevice): void
  get(deviceId: string): ProviderDevice | undefined
  list(): ProviderDevice[]

  /** Finds the device at an address; `undefined` if there never was one. */
  find(address: string): FoundDevice | undefined

  /** Removes a device, as if its app were uninstalled: its service reports the address as unregistered from then on. */
  remove(device: ProviderDevice): void

  /** Ends all waits for pushes. */
  close(): void
}

/** Builds the address of a device. Only one service, and at APNs only one environment, knows it. */
export function addressOf(place: 'apns production' | 'apns sandbox' | 'fcm' | 'web-push', token: string): string {
  return `${place} ${token}`
}

/** Creates a registry without devices that knows the removed addresses of the store. */
export function createRegistry(store: ProviderStore, now: () => number = Date.now): Registry {
  const devices = new Map<string, ProviderDevice>()
  const byAddress = new Map<string, ProviderDevice>()
  const removed = new Map(store.removedAddresses().map(({ address, unregisteredAt }) => [address, unregisteredAt]))

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
      const unregisteredAt = device === undefined ? removed.get(address) : device.unregisteredAt
      if (unregisteredAt !== undefined) return { kind: 'unregistered', unregisteredAt }
      return device === undefined ? undefined : { kind: 'registered', device }
    },
    remove(device) {
      const { id, address, inbox } = device
      if (!devices.delete(id)) return
      byAddress.delete(address)
      device.unregisteredAt ??= now()
      removed.set(address, device.unregisteredAt)
      store.removeDevice(id, address, device.unregisteredAt)
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

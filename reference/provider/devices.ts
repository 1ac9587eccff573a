import { deviceOf, keepState, register } from './create-device.ts'
import type { Device, DeviceWish } from './device.ts'
import type { Failure } from './failures.ts'
import { MAX_DEVICES, type Registry } from './registry.ts'
import type { ProviderStore } from './store.ts'

/** Thrown when there are `MAX_DEVICES` already. */
export class TooManyDevices extends Error {
  override name = 'TooManyDevices' as const

  constructor() {
    super(`There are ${MAX_DEVICES} devices already; remove some first`)
  }
}

/** What people and tests can do with devices, over the control API or in process. */
export interface Devices {
  /** @throws {TooManyDevices} */
  create(wish: DeviceWish): Promise<Device>
  get(deviceId: string): Device | undefined
  list(): Device[]
  /** Lets the pushes of a device fail from now on, or no longer */
  fail(device: Device, failure: Failure | undefined): void
  /** The app is uninstalled */
  remove(device: Device): void
}

/**
 * The devices of a provider, those of the store at first.
 *
 * @param origin where the push resources of Web Push are
 */
export async function openDevices(store: ProviderStore, registry: Registry, origin: string): Promise<Devices> {
  for (const { registration, state } of store.devices()) {
    registry.add(await deviceOf(store, origin, registration, state))
  }
  return {
    async create(wish) {
      if (registry.full) throw new TooManyDevices()
      const registration = await register(wish)
      const device = await deviceOf(store, origin, registration)
      store.addDevice(registration)
      registry.add(device)
      return device
    },
    get: registry.get,
    list: registry.list,
    fail(device, failure) {
      if (failure?.status !== 410) return device.failures.set(failure)
      // A device that is unregistered stays so: no service gives the same address out again
      device.goneSince ??= Date.now()
      keepState(store, device)
    },
    remove: registry.remove,
  }
}

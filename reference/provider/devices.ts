import { createDevice } from './create-device.ts'
import type { Device, DeviceWish } from './device.ts'
import type { Failure } from './failures.ts'
import { MAX_DEVICES, type Registry } from './registry.ts'

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

/** @param origin where the push resources of Web Push are */
export function createDevices(registry: Registry, origin: string): Devices {
  return {
    async create(wish) {
      if (registry.full) throw new TooManyDevices()
      return await createDevice(registry, origin, wish)
    },
    get: registry.get,
    list: registry.list,
    fail(device, failure) {
      // A device that is unregistered stays so: no service gives the same address out again
      if (failure?.status === 410) device.goneSince ??= Date.now()
      else device.failures.set(failure)
    },
    remove: registry.remove,
  }
}

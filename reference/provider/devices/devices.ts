import type { Log } from '../../log.ts'
import type { ProviderStore } from '../store.ts'
import { deviceOf, register, saveState } from './create-device.ts'
import type { DeviceWish, ProviderDevice } from './device.ts'
import type { DeviceFailure } from './failures.ts'
import { MAX_DEVICES, type Registry } from './registry.ts'

/** Error for a device to be created while there are `MAX_DEVICES`. */
export class TooManyDevices extends Error {
  override name = 'TooManyDevices' as const

  constructor() {
    super(`There are ${MAX_DEVICES} devices already; remove some first`)
  }
}

/** Operations on devices, for the control API and for callers in the same process. */
export interface Devices {
  /**
   * Creates a device.
   *
   * @throws {TooManyDevices} when there are `MAX_DEVICES` already
   */
  create(wish: DeviceWish): Promise<ProviderDevice>
  get(deviceId: string): ProviderDevice | undefined
  list(): ProviderDevice[]

  /** Makes the pushes of a device fail from now on; `undefined` clears the failure. */
  fail(device: ProviderDevice, failure: DeviceFailure | undefined): void

  /** Removes a device, as if its app were uninstalled. */
  remove(device: ProviderDevice): void
}

/**
 * Opens the devices of a provider, beginning with those of the store.
 *
 * @param origin origin of the Web Push resources
 */
export async function openDevices(
  store: ProviderStore,
  registry: Registry,
  origin: string,
  log: Log,
): Promise<Devices> {
  const report = (event: string, { id, service }: ProviderDevice, text: string) => {
    log({ part: 'provider', level: 'info', event, text, details: { service, device_id: id } })
  }
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
      report('device-registered', device, `Registered the device ${device.id} with ${device.service}`)
      return device
    },
    get: registry.get,
    list: registry.list,
    fail(device, failure) {
      if (failure?.status !== 410) {
        device.failures.set(failure)
        const what = failure === undefined ? 'no failure' : `the failure ${JSON.stringify(failure)}`
        return report('device-failure', device, `Pushes to ${device.id} have ${what} from now on`)
      }
      // A device stays unregistered: no service assigns an address twice
      device.unregisteredAt ??= Date.now()
      saveState(store, device)
      report('device-unregistered', device, `Unregistered the device ${device.id}`)
    },
    remove(device) {
      registry.remove(device)
      report('device-removed', device, `Removed the device ${device.id}`)
    },
  }
}

import type { Log } from '../log.ts'
import { createApnsService } from './apns/apns-service.ts'
import { createApnsTokenCheck } from './apns/check-provider-token.ts'
import { createControl } from './control/control.ts'
import { type Credentials, openCredentials } from './credentials.ts'
import { type DeviceDescription, type DeviceWish, describeDevice, type ProviderDevice } from './devices/device.ts'
import { type Devices, openDevices } from './devices/devices.ts'
import type { DeviceFailure } from './devices/failures.ts'
import type { Inbox } from './devices/inbox.ts'
import { createRegistry } from './devices/registry.ts'
import { createAccessTokens } from './fcm/token-service.ts'
import { listen } from './listen.ts'
import { createServices } from './services.ts'
import { openProviderStore, type ProviderStore } from './store.ts'

/** Options of `startProvider`. */
export interface ProviderOptions {
  /** Address of the interface to listen on; default: `127.0.0.1` */
  host?: string

  /**
   * Host by which push gateways reach the services, for their URLs; default: `host`. If it is given, the control API
   * listens on 127.0.0.1 alone
   */
  publicHost?: string

  /** TCP ports, 0 to 65535, where 0 stands for any free port; default: 0 */
  ports?: { control?: number; services?: number; apns?: number; apnsSandbox?: number }

  /** Certificate of the TLS listeners and its private key, both in PEM */
  certificate: { cert: string; key: string }

  /**
   * Path of the SQLite file that stores keys, devices and their pushes, created if it does not exist; default:
   * `:memory:`, which stores nothing on disk
   */
  data?: string

  /** Receives log entries; default: they are discarded */
  log?: Log
}

/** Running provider: APNs, FCM and a Web Push service, with the devices that they deliver to. */
export interface Provider {
  /** Base URL of the control API, for people and tests: plain HTTP */
  url: string

  /** Base URL of FCM, its token endpoint, and Web Push: HTTPS */
  servicesUrl: string

  /** Base URL of the production environment of APNs: HTTPS with HTTP/2 */
  apnsUrl: string

  /** Base URL of the sandbox environment of APNs, which has device tokens of its own */
  apnsSandboxUrl: string

  /** Credentials that a developer would get from Apple and Google; generated, unless `data` has them already */
  credentials: Credentials

  /**
   * Creates a device and registers it with its service.
   *
   * @returns its description, with the `pushkey` and `data` for a Matrix pusher
   * @throws {TooManyDevices} when there are 10,000 devices already
   */
  createDevice(wish: DeviceWish): Promise<DeviceDescription>

  /** Returns the descriptions of all devices, in the order in which they were created. */
  devices(): DeviceDescription[]

  /**
   * Returns the inbox of a device.
   *
   * @throws {Error} when there is no device with this ID
   */
  inboxOf(deviceId: string): Inbox

  /**
   * Makes the pushes of a device fail from now on; `undefined` clears the failure.
   *
   * @throws {Error} when there is no device with this ID
   */
  failDevice(deviceId: string, failure: DeviceFailure | undefined): void

  /**
   * Removes a device, as if its app were uninstalled: its pushes fail from then on.
   *
   * @throws {Error} when there is no device with this ID
   */
  removeDevice(deviceId: string): void

  /** Stops listening, ends all waits, and closes every connection. */
  close(): Promise<void>
}

/**
 * Starts a provider: APNs, FCM and a Web Push service as client libraries see them, with a control API.
 *
 * @param options addresses, certificate, storage and log of the provider
 * @returns the running provider, which must be closed
 * @throws {Error} when an address is not available; then nothing listens
 * @throws {DataFileError} when the file of `data` cannot be used
 */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const store = openProviderStore(options.data ?? ':memory:')
  try {
    return await startWith(store, options)
  } catch (error) {
    store.close()
    throw error
  }
}

async function startWith(store: ProviderStore, options: ProviderOptions): Promise<Provider> {
  const { keys, withTokenUri } = await openCredentials(store)
  const { urls, handlers, closeAll } = await listen(options)
  const credentials = withTokenUri(`${urls.services}/token`)
  const log = options.log ?? (() => {})
  const registry = createRegistry(store)
  const devices = await openDevices(store, registry, urls.services, log).catch(async (error) => {
    await closeAll()
    throw error
  })
  const stop = new AbortController()
  const shared = { registry, log, closing: stop.signal }

  handlers.control = createControl({ url: urls.control, devices, log })
  const fcm = { project: credentials.fcm.project_id, account: credentials.fcm, key: keys.fcm }
  handlers.services = createServices({ ...shared, ...fcm, tokens: createAccessTokens(), origin: urls.services })
  const apns = { ...shared, checkToken: createApnsTokenCheck(credentials.apns, keys.apns) }
  handlers.apns = createApnsService({ ...apns, environment: 'production' })
  handlers.apnsSandbox = createApnsService({ ...apns, environment: 'sandbox' })

  return {
    url: urls.control,
    servicesUrl: urls.services,
    apnsUrl: urls.apns,
    apnsSandboxUrl: urls.apnsSandbox,
    credentials,
    createDevice: async (wish) => describeDevice(await devices.create(wish), urls.control),
    devices: () => devices.list().map((device) => describeDevice(device, urls.control)),
    inboxOf: (deviceId) => findDevice(devices, deviceId).inbox,
    failDevice: (deviceId, failure) => devices.fail(findDevice(devices, deviceId), failure),
    removeDevice: (deviceId) => devices.remove(findDevice(devices, deviceId)),
    async close() {
      stop.abort()
      registry.close()
      await closeAll()
      store.close()
    },
  }
}

function findDevice(devices: Devices, deviceId: string): ProviderDevice {
  const device = devices.get(deviceId)
  if (device === undefined) throw new Error(`Unknown device ${JSON.stringify(deviceId)}`)
  return device
}

import type { Log } from '../log.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createApnsService } from './apns-service.ts'
import { createApnsTokenCheck } from './apns-token.ts'
import { createControl } from './control.ts'
import { type Credentials, openCredentials } from './credentials.ts'
import { type DeviceDescription, describeDevice } from './describe-device.ts'
import type { Device, DeviceWish } from './device.ts'
import { type Devices, openDevices } from './devices.ts'
import type { Failure } from './failures.ts'
import type { Inbox } from './inbox.ts'
import { listen } from './listen.ts'
import { createRegistry } from './registry.ts'
import { createServices } from './services.ts'
import { openProviderStore, type ProviderStore } from './store.ts'

/** Where a provider listens, and what it needs. */
export interface ProviderOptions {
  /** Address of the interface; default: `127.0.0.1` */
  host?: string
  /** TCP ports; default: 0 for each, a free one */
  ports?: { control?: number; services?: number; apns?: number; apnsSandbox?: number }
  /** The certificate of the TLS listeners and its key, both PEM */
  certificate: { cert: string; key: string }
  /** Path of the SQLite file to keep keys, devices and their pushes in; default: `:memory:`, which keeps nothing */
  data?: string
  /** Is told what happens; default: nobody */
  log?: Log
}

/** APNs, FCM and a Web Push service, with the devices that they deliver to. */
export interface Provider {
  /** The control API, for people and tests: plain HTTP */
  url: string
  /** FCM, its token endpoint, and Web Push: HTTPS */
  servicesUrl: string
  /** APNs, production: HTTPS with HTTP/2 */
  apnsUrl: string
  /** APNs, sandbox: the same, with device tokens of its own */
  apnsSandboxUrl: string
  /** What a developer would get from Apple and Google; made at the start, unless `data` has them already */
  credentials: Credentials
  /** Registers a device; throws `TooManyDevices` when there is no room for it */
  createDevice(wish: DeviceWish): Promise<DeviceDescription>
  /** What a device has received; throws for a device that there is not */
  inboxOf(deviceId: string): Inbox
  /** Lets the pushes of a device fail, or no longer; throws for a device that there is not */
  failDevice(deviceId: string, failure: Failure | undefined): void
  /** The app is uninstalled; throws for a device that there is not */
  removeDevice(deviceId: string): void
  /** Stops listening, ends all waits, and cuts every connection. */
  close(): Promise<void>
}

/**
 * Starts the provider: all services on listeners of their own.
 *
 * @throws when an address cannot be listened at; then none of them is
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
  const devices = await openDevices(store, registry, urls.services).catch(async (error) => {
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
    inboxOf: (deviceId) => known(devices, deviceId).inbox,
    failDevice: (deviceId, failure) => devices.fail(known(devices, deviceId), failure),
    removeDevice: (deviceId) => devices.remove(known(devices, deviceId)),
    async close() {
      stop.abort()
      registry.close()
      await closeAll()
      store.close()
    },
  }
}

function known(devices: Devices, deviceId: string): Device {
  const device = devices.get(deviceId)
  if (device === undefined) throw new Error(`There is no device ${JSON.stringify(deviceId)}`)
  return device
}

import webPush from 'web-push'
import {
  type App,
  createApnsProvider,
  createFcmProvider,
  createPushGateway,
  createWebPushProvider,
  type DeviceDescription,
  type DeviceWish,
  type LogEntry,
  type Provider,
  type ReceivedPush,
  startProvider,
} from '../../../reference/index.ts'
import { makeCertificates } from '../delivery/certificates.ts'

/** Devices to create, by kind; the app of a device has the name of its kind. */
export const WISHES = {
  apns: { service: 'apns' },
  sandbox: { service: 'apns', environment: 'sandbox' },
  fcm: { service: 'fcm' },
  'web-push': { service: 'web-push' },
} as const satisfies Record<string, DeviceWish>

/** Kind of a device: a service, or an environment of one. */
export type DeviceKind = keyof typeof WISHES

/** All kinds of devices. */
export const DEVICE_KINDS = Object.keys(WISHES) as DeviceKind[]

/** Placeholder for lists that are nested too deeply to be written by `JSON.stringify`. */
export const NESTED_DEEP = 'nested deep'
const DEPTH = 20_000

/** Device, as the homeserver and the provider know it. */
export interface FixtureDevice {
  id: string
  pushkey: string

  /** Returns an entry of `devices`, with further properties. */
  entry(more?: { data?: object; tweaks?: object; pushkey_ts?: number }): object

  /** Returns the received pushes, oldest first. */
  received(): ReceivedPush[]
}

/** Gateway under test, whose apps reach the devices of a provider. */
export interface GatewayFixture {
  provider: Provider

  /** Log entries of the gateway */
  log: LogEntry[]
  device(kind: DeviceKind): Promise<FixtureDevice>
  notify(notification: object, entries: readonly object[]): Promise<{ status: number; headers: Headers; body: unknown }>
  close(): Promise<void>
}

/** Starts a provider, and a gateway that uses it. */
export async function openGatewayFixture(content: App['content'] = 'ids'): Promise<GatewayFixture> {
  const { ca, cert, key } = await makeCertificates()
  const provider = await startProvider({ certificate: { cert, key } })
  const { apns, fcm } = provider.credentials
  const topic = 'com.example.matrix'
  const vapid = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
  const clients = {
    apns: createApnsProvider({ ...apns, topic, environment: 'production', server: provider.apnsUrl, ca }),
    sandbox: createApnsProvider({ ...apns, topic, environment: 'sandbox', server: provider.apnsSandboxUrl, ca }),
    fcm: createFcmProvider({ serviceAccount: fcm, server: provider.servicesUrl, ca }),
    'web-push': createWebPushProvider({ ...vapid, allowPrivateAddresses: true, ca }),
  }
  const log: LogEntry[] = []
  const apps = DEVICE_KINDS.map((kind) => ({ app_id: kind, provider: clients[kind], ...(content && { content }) }))
  const gateway = createPushGateway({ apps, log: (entry) => log.push(entry) })

  return {
    provider,
    log,
    device: async (kind) => deviceOf(provider, kind, await provider.createDevice(WISHES[kind])),
    async notify(notification, entries) {
      const text = JSON.stringify({ notification: { ...notification, devices: entries } })
      const body = text.replaceAll(`"${NESTED_DEEP}"`, `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`)
      const url = 'http://gateway.example/_matrix/push/v1/notify'
      const response = await gateway.fetch(new Request(url, { method: 'POST', body }))
      return { status: response.status, headers: response.headers, body: await response.json() }
    },
    async close() {
      await gateway.close()
      await provider.close()
    },
  }
}

function deviceOf(
  provider: Provider,
  kind: DeviceKind,
  { device_id, pushkey, data }: DeviceDescription,
): FixtureDevice {
  return {
    id: device_id,
    pushkey,
    entry: ({ data: more, ...rest } = {}) => ({ app_id: kind, pushkey, data: { ...data, ...more }, ...rest }),
    received: () => provider.inboxOf(device_id).list(),
  }
}

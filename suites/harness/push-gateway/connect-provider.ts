import { quote } from '../../../common/text.ts'
import { Inconclusive, messageOf } from '../case/errors.ts'
import { parseJson } from '../target/body.ts'
import { Transport } from '../target/transport.ts'
import type { DeviceKind, DevicePush, ProvidedDevice, TestProvider } from './test-provider.ts'

/** Maximum time for a response of the provider, in milliseconds, besides the time that it is asked to wait. */
const RESPONSE_MS = 10_000

/** Maximum number of simultaneous requests to the provider: more than cases wait for pushes at once. */
const CONNECTIONS = 64

/** Longest wait of one request, in seconds. */
const LONGEST_WAIT_S = 30

/** Bodies that create a device of each kind. */
const WISHES = {
  fcm: { service: 'fcm' },
  'web-push': { service: 'web-push' },
  apns: { service: 'apns' },
  'apns-sandbox': { service: 'apns', environment: 'sandbox' },
  endpoint: { service: 'endpoint' },
} as const satisfies Record<DeviceKind, object>

/** Kinds of devices that Plexor's own provider has. */
const OWN_KINDS: readonly DeviceKind[] = ['fcm', 'web-push', 'apns', 'apns-sandbox']

/** Connection to a provider, which is closed after the run. */
export interface ProviderConnection extends TestProvider {
  close(): Promise<void>
}

/**
 * Connects to a provider by the HTTP API that `plexor serve provider` has.
 *
 * @param url base URL of the API
 * @param has kinds of its devices, and whether their pushes can be made to fail; default: those of Plexor's own
 */
export function connectProvider(
  url: string,
  { kinds, canFail }: Pick<TestProvider, 'kinds' | 'canFail'> = { kinds: OWN_KINDS, canFail: true },
): ProviderConnection {
  const baseUrl = url.replace(/\/+$/, '')
  const transport = new Transport(CONNECTIONS)
  const ask = async (method: string, path: string, body?: object, waitMs = 0): Promise<unknown> => {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    const request = `${method} ${path.replace(/[0-9a-f-]{36}/, 'ID')}`
    const response = await transport
      .send(method, baseUrl + path, headers, text, RESPONSE_MS + waitMs)
      .catch((error: unknown) => {
        throw new Inconclusive(`Plexor's provider gives no response to ${request}: ${messageOf(error)}`)
      })
    if (response.status < 300) return parseJson(response.text)
    throw new Inconclusive(
      `Plexor's provider responds to ${request} with ${response.status}: ${quote(response.text, 200)}`,
    )
  }
  return {
    kinds,
    name: baseUrl,
    canFail,
    async createDevice(kind) {
      const { device_id, app_id, pushkey, data } = (await ask('POST', '/devices', WISHES[kind])) as CreatedDevice
      return { id: device_id, kind, pusher: { app_id, pushkey, ...(data === undefined ? {} : { data }) } }
    },
    async pushesOf({ id }, { after, ms } = { after: 0, ms: 0 }) {
      const wait = Math.min(Math.floor(ms / 1000), LONGEST_WAIT_S)
      const query = `?after=${after}${wait > 0 ? `&wait=${wait}` : ''}`
      const { pushes } = (await ask('GET', `/devices/${id}/inbox${query}`, undefined, wait * 1000)) as Received
      return pushes
    },
    async fail({ id }, failure) {
      if (failure === undefined) return void (await ask('DELETE', `/devices/${id}/failure`))
      const { status, times, delayMs } = failure
      const body = {
        ...(status === undefined ? {} : { status }),
        ...(times === undefined ? {} : { times }),
        ...(delayMs === undefined ? {} : { delay_ms: delayMs }),
      }
      await ask('PUT', `/devices/${id}/failure`, body)
    },
    unregister: async ({ id }: ProvidedDevice) => void (await ask('PUT', `/devices/${id}/failure`, { status: 410 })),
    removeDevice: async ({ id }: ProvidedDevice) => void (await ask('DELETE', `/devices/${id}`)),
    close: () => transport.close(),
  }
}

/**
 * Connects to a provider that runs already. One that is not Plexor's own says at `/provider` which kinds of devices it has,
 * and whether their pushes can be made to fail: `{"kinds": ["endpoint"], "can_fail": false}`.
 *
 * @param url base URL of its API
 */
export async function findProvider(url: string): Promise<ProviderConnection> {
  const transport = new Transport(1)
  const found = await transport
    .send('GET', `${url.replace(/\/+$/, '')}/provider`, {}, undefined, RESPONSE_MS)
    .catch(() => undefined)
    .finally(() => transport.close())
  const has = found?.status === 200 ? (parseJson(found.text) as { kinds?: unknown; can_fail?: unknown } | null) : null
  if (!Array.isArray(has?.kinds)) return connectProvider(url)
  const kinds = Object.keys(WISHES) as DeviceKind[]
  const named: unknown[] = has.kinds
  return connectProvider(url, { kinds: kinds.filter((kind) => named.includes(kind)), canFail: has.can_fail === true })
}

interface CreatedDevice {
  device_id: string
  app_id: string
  pushkey: string
  data?: Record<string, string>
}

interface Received {
  pushes: DevicePush[]
}

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
} as const satisfies Partial<Record<DeviceKind, object>>

/** Connection to a provider, which is closed after the run. */
export interface ProviderConnection extends TestProvider {
  close(): Promise<void>
}

/**
 * Connects to Plexor's provider by its HTTP API, the one that `plexor serve provider` has.
 *
 * @param url base URL of the API
 */
export function connectProvider(url: string): ProviderConnection {
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
    kinds: Object.keys(WISHES) as DeviceKind[],
    name: baseUrl,
    canFail: true,
    async createDevice(kind) {
      if (kind === 'endpoint') throw new RangeError(`Plexor's provider has no devices of the kind "${kind}"`)
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

interface CreatedDevice {
  device_id: string
  app_id: string
  pushkey: string
  data?: Record<string, string>
}

interface Received {
  pushes: DevicePush[]
}

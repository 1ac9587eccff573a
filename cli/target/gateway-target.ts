import { unknownName } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { PUSH_GATEWAY_FAULTS } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import {
  type ConfiguredDevices,
  connectGateway,
  type GatewayConnection,
  makeCertificate,
  type Waiting,
} from '../../suites/index.ts'
import type { Settings } from '../options/settings.ts'
import { type Closable, startAll } from '../serve/close-all.ts'
import { APP_IDS, providerApps } from '../serve/provider-apps.ts'
import { startProviderAt } from '../serve/start-chain.ts'
import { startGateway } from '../serve/start-gateway.ts'
import { GATEWAY } from './target-kind.ts'

/** Built-in push gateway; a name behind it is that of a fault. */
const REFERENCE = 'ref:'

const NOTIFY_PATH = '/_matrix/push/v1/notify'

/**
 * Opens the push gateway that the settings name and performs the preflight checks. Starts the built-in one, with a
 * provider and devices, if that is it.
 *
 * @param waiting time to wait for a gateway that is starting
 * @param onStep called after each step of the preflight checks
 * @throws {UsageError} when the name is not that of a push gateway
 * @throws {TargetError} when the target cannot be tested
 */
export async function openGatewayTarget(
  settings: Settings,
  waiting: Waiting,
  onStep?: (done: string) => void,
): Promise<GatewayConnection> {
  const named = settings.target.slice(GATEWAY.length)
  const reference = named.startsWith(REFERENCE) ? await startReference(named.slice(REFERENCE.length)) : undefined
  try {
    const connection = await connectGateway({
      name: settings.target,
      url: reference?.url ?? gatewayUrl(named),
      specVersion: settings.specVersion === 'auto' ? NEWEST : settings.specVersion,
      devices: reference?.devices ?? settings.devices,
      areDevicesSure: reference !== undefined,
      ...waiting,
      timeoutMs: settings.timeoutMs,
      connections: settings.jobs * 2,
      ...(settings.targetCa === undefined ? {} : { ca: settings.targetCa }),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const closeAll = async () => {
      await connection.close()
      await reference?.close()
    }
    return { ...connection, close: closeAll }
  } catch (error) {
    await reference?.close()
    throw error
  }
}

/**
 * Returns the base URL of a gateway.
 *
 * @param named its base URL, or the whole URL that pushers have
 * @throws {UsageError} when that is not such a URL
 */
export function gatewayUrl(named: string): string {
  const url = URL.parse(named)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new UsageError('Cannot use the URL of the push gateway: it contains credentials; remove them')
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `Cannot use the target: expected ${GATEWAY}${REFERENCE} or a URL such as ${GATEWAY}https://push.example.org, found "${GATEWAY}${named}"`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `Cannot use the target "${GATEWAY}${named}": expected a URL alone, found a query or a fragment; remove it`,
    )
  }
  const bare = url.href.replace(/\/+$/, '')
  return bare.endsWith(NOTIFY_PATH) ? bare.slice(0, -NOTIFY_PATH.length) : bare
}

/** Starts the built-in push gateway with two devices that it can reach, at two services, and one unregistered device. */
async function startReference(fault: string): Promise<Closable & { url: string; devices: ConfiguredDevices }> {
  const names = PUSH_GATEWAY_FAULTS.map(({ name }) => name)
  if (fault !== '' && !names.includes(fault)) {
    throw new UsageError(unknownName('fault of the push gateway', fault, names, 'plexor list --faults lists them'))
  }
  const { ca, ...tls } = await makeCertificate(['127.0.0.1', '::1', 'localhost'])
  const address = { host: '127.0.0.1', port: 0 }
  const noLog = () => {}
  return await startAll(async (keep) => {
    const provider = keep(await startProviderAt(address, tls, noLog))
    const apps = providerApps(provider, ca, 'ids')
    const gateway = keep(await startGateway({ ...address, apps, ...(fault === '' ? {} : { fault }) }, noLog))
    const [phone, tablet, old] = await Promise.all(
      (['apns', 'fcm', 'apns'] as const).map((service) => provider.createDevice({ service })),
    )
    if (phone === undefined || tablet === undefined || old === undefined) throw new Error('A device is missing')
    provider.failDevice(old.device_id, { status: 410 })
    const configured = (app_id: string, { pushkey, data }: typeof phone) => ({
      ...{ app_id, pushkey },
      ...(data === undefined ? {} : { data }),
    })
    const reachable = [configured(APP_IDS.apns, phone), configured(APP_IDS.fcm, tablet)]
    return { url: gateway.url, devices: { reachable, unregistered: [configured(APP_IDS.apns, old)] } }
  })
}

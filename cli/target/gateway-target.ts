import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { PUSH_GATEWAY_FAULTS } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import { type ConfiguredDevices, connectGateway, type GatewayConnection, makeCertificate } from '../../suites/index.ts'
import { type Closable, startAll } from '../serve/close-all.ts'
import { APP_IDS, providerApps } from '../serve/provider-apps.ts'
import { startProviderAt } from '../serve/start-chain.ts'
import { startGateway } from '../serve/start-gateway.ts'
import type { Settings } from '../options/settings.ts'
import { GATEWAY } from './target-kind.ts'

/** The built-in push gateway; a name behind it is that of a fault. */
const REFERENCE = 'ref:'

const NOTIFY_PATH = '/_matrix/push/v1/notify'

/**
 * Makes the push gateway that the settings name ready to be tested; the built-in one is started for that, with a
 * provider and devices.
 *
 * @param onStep told about each step of the preflight
 * @throws {UsageError} when the target is not one
 * @throws {TargetError} when it cannot be tested
 */
export async function openGatewayTarget(
  settings: Settings,
  onStep?: (done: string) => void,
): Promise<GatewayConnection> {
  const named = settings.target.slice(GATEWAY.length)
  const reference = named.startsWith(REFERENCE) ? await startReference(named.slice(REFERENCE.length)) : undefined
  try {
    const { environment, close } = await connectGateway({
      name: settings.target,
      url: reference?.url ?? gatewayUrl(named),
      specVersion: settings.specVersion === 'auto' ? NEWEST : settings.specVersion,
      devices: reference?.devices ?? settings.devices,
      areDevicesSure: reference !== undefined,
      timeoutMs: settings.timeoutMs,
      connections: settings.jobs * 2,
      ...(settings.targetCa === undefined ? {} : { ca: settings.targetCa }),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const closeAll = async () => {
      await close()
      await reference?.close()
    }
    return { environment, close: closeAll }
  } catch (error) {
    await reference?.close()
    throw error
  }
}

/**
 * The base URL of a gateway, from that or from the whole URL that pushers have.
 *
 * @throws {UsageError} for what is no such URL
 */
export function gatewayUrl(named: string): string {
  const url = URL.parse(named)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new UsageError('The URL of the push gateway has credentials in it: give it without')
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `The target "${GATEWAY}${named}" names no push gateway: give its URL, such as ${GATEWAY}https://push.example.org, or ${GATEWAY}${REFERENCE}`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(`The target "${GATEWAY}${named}" has a query or a fragment: give the URL alone`)
  }
  const bare = url.href.replace(/\/+$/, '')
  return bare.endsWith(NOTIFY_PATH) ? bare.slice(0, -NOTIFY_PATH.length) : bare
}

/** Two devices that can be reached, at two services, and one that is gone. */
async function startReference(fault: string): Promise<Closable & { url: string; devices: ConfiguredDevices }> {
  const names = PUSH_GATEWAY_FAULTS.map(({ name }) => name)
  if (fault !== '' && !names.includes(fault)) {
    throw new UsageError(
      `The push gateway of the reference has no fault "${fault}": plexor list --faults shows them${didYouMean(fault, names)}`,
    )
  }
  const { ca, ...tls } = await makeCertificate(['127.0.0.1', '::1', 'localhost'])
  const address = { host: '127.0.0.1', port: 0 }
  const nobody = () => {}
  return await startAll(async (keep) => {
    const provider = keep(await startProviderAt(address, tls, nobody))
    const apps = providerApps(provider, ca, 'ids')
    const gateway = keep(await startGateway({ ...address, apps, ...(fault === '' ? {} : { fault }) }, nobody))
    const [phone, tablet, old] = await Promise.all(
      (['apns', 'fcm', 'apns'] as const).map((service) => provider.createDevice({ service })),
    )
    if (phone === undefined || tablet === undefined || old === undefined) throw new Error('A device is missing')
    provider.failDevice(old.device_id, { status: 410 })
    const given = (app_id: string, { pushkey, data }: typeof phone) => ({
      ...{ app_id, pushkey },
      ...(data === undefined ? {} : { data }),
    })
    const reachable = [given(APP_IDS.apns, phone), given(APP_IDS.fcm, tablet)]
    return { url: gateway.url, devices: { reachable, gone: [given(APP_IDS.apns, old)] } }
  })
}

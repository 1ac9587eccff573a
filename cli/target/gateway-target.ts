import { unknownName } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { PUSH_GATEWAY_FAULTS, PUSH_GATEWAY_VARIANTS } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import {
  connectGateway,
  connectProvider,
  type GatewayConnection,
  makeCertificate,
  type Waiting,
} from '../../suites/index.ts'
import type { Settings } from '../options/settings.ts'
import { startAll } from '../serve/close-all.ts'
import { providerApps } from '../serve/provider-apps.ts'
import { startProviderAt } from '../serve/start-chain.ts'
import { startGateway } from '../serve/start-gateway.ts'
import { type RunProvider, startRunProvider } from './run-provider.ts'
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
  const url = named.startsWith(REFERENCE) ? undefined : gatewayUrl(named)
  const { provider, close, ...gateway }: OpenGateway =
    url === undefined
      ? await startReference(named.slice(REFERENCE.length))
      : { url, ...(await startRunProvider(settings, (sentence) => onStep?.(sentence))) }
  try {
    const connection = await connectGateway({
      name: settings.target,
      url: gateway.url,
      specVersion: settings.specVersion === 'auto' ? NEWEST : settings.specVersion,
      devices: settings.devices,
      ...(provider === undefined ? {} : { provider }),
      areDevicesSure: url === undefined,
      ...waiting,
      timeoutMs: settings.timeoutMs,
      connections: settings.jobs * 2,
      ...(settings.targetCa === undefined ? {} : { ca: settings.targetCa }),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const closeAll = async () => {
      await connection.close()
      await close?.()
    }
    return { ...connection, close: closeAll }
  } catch (error) {
    await close?.()
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

/** Push gateway to test, and what was started for the test. */
interface OpenGateway extends Partial<RunProvider> {
  url: string
}

/** Starts the built-in push gateway with a provider behind it. */
async function startReference(name: string): Promise<OpenGateway> {
  const named = namedGateway(name)
  const { ca, ...tls } = await makeCertificate(['127.0.0.1', '::1', 'localhost'])
  const address = { host: '127.0.0.1', port: 0 }
  const noLog = () => {}
  return await startAll(async (keep) => {
    const provider = keep(await startProviderAt(address, tls, noLog))
    const apps = providerApps(provider, ca, 'ids')
    const gateway = keep(await startGateway({ ...address, apps, ...named }, noLog))
    return { url: gateway.url, provider: keep(connectProvider(provider.url)) }
  })
}

/** Returns the options of the reference gateway for the name after the prefix. */
function namedGateway(name: string): { fault?: string; variant?: string } {
  if (name === '') return {}
  if (PUSH_GATEWAY_FAULTS.some((fault) => fault.name === name)) return { fault: name }
  if (PUSH_GATEWAY_VARIANTS.some((variant) => variant.name === name)) return { variant: name }
  const names = [...PUSH_GATEWAY_FAULTS, ...PUSH_GATEWAY_VARIANTS].map((one) => one.name)
  const hint = 'plexor list --faults and --variants list them'
  throw new UsageError(unknownName('fault or variant of the push gateway', name, names, hint))
}

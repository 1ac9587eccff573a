import {
  assertDataFile,
  type HandledNotification,
  type Log,
  type Provider,
  type ProviderOptions,
  startProvider,
} from '../../reference/index.ts'
import { makeCertificate } from '../../suites/index.ts'
import type { Content } from './app-entry.ts'
import { startAll } from './close-all.ts'
import { type Address, listening } from './listening.ts'
import { providerApps } from './provider-apps.ts'
import type { HomeserverSettings } from './serve-options.ts'
import { type ServedGateway, startGateway } from './start-gateway.ts'
import { type ServedHomeserver, startHomeserver, withDataFile } from './start-homeserver.ts'

/** Settings of the whole stack. */
export interface ChainSettings extends Address {
  homeserver: HomeserverSettings
  content: Content
  /** Name of a fault of the push gateway to have */
  gatewayFault: string | undefined
  /** Receives each notification once the push gateway has responded to it */
  onNotification?: (handled: HandledNotification) => void
}

/** Running stack, as the specification draws it: homeserver, push gateway, provider. */
export interface Chain {
  homeserver: ServedHomeserver
  gateway: ServedGateway
  provider: Provider
  close(): Promise<void>
}

/**
 * Starts the whole stack on one machine, the last part first. The parts talk to each other over TLS, with a certificate
 * that they verify. The first port is that of the homeserver, and the others follow. The devices are stored in a file
 * beside that of the homeserver.
 *
 * @throws {UsageError} when a part cannot listen on its port, or a data file cannot be used
 */
export async function startChain(settings: ChainSettings, log: Log): Promise<Chain> {
  const { host, port, homeserver, content, gatewayFault, onNotification } = settings
  const { ca, ...tls } = await makeCertificate([...new Set([host, '127.0.0.1', '::1', 'localhost'])])
  const at = (offset: number) => ({ host, port: port === 0 ? 0 : port + offset })
  const { data } = homeserver
  // Checked first, before other files are made beside it
  if (data !== undefined) await withDataFile(() => assertDataFile(data))
  return await startAll(async (keep) => {
    const provider = keep(await startProviderAt(at(2), tls, log, data === undefined ? {} : { data: `${data}-devices` }))
    const fault = gatewayFault === undefined ? {} : { fault: gatewayFault }
    const apps = providerApps(provider, ca, content)
    const observer = onNotification === undefined ? {} : { onNotification }
    const gateway = keep(await startGateway({ ...at(1), apps, tls, ...fault, ...observer }, log))
    const served = keep(await startHomeserver(homeserver, at(0), { ca, allowPrivateAddresses: true }, log))
    return { homeserver: served, gateway, provider }
  })
}

/**
 * Starts the provider on four ports in a row: its inboxes, its services over HTTPS, and both environments of APNs.
 *
 * @param more path of the file to store keys, devices and their pushes in, and name by which gateways reach the provider
 */
export async function startProviderAt(
  address: Address,
  certificate: { cert: string; key: string },
  log: Log,
  more: Pick<ProviderOptions, 'data' | 'publicHost'> = {},
): Promise<Provider> {
  const { host, port } = address
  const ports = port === 0 ? {} : { control: port, services: port + 1, apns: port + 2, apnsSandbox: port + 3 }
  const options = { host, ports, certificate, log, ...more }
  return await withDataFile(() => listening('provider', address, () => startProvider(options)))
}

import { assertDataFile, type Log, type Provider, type Served, startProvider } from '../../reference/index.ts'
import { makeCertificate } from '../../suites/index.ts'
import { startAll } from './close-all.ts'
import { withDataFile } from './data-file.ts'
import { type Address, listening } from './listening.ts'
import { providerApps } from './provider-apps.ts'
import type { Content, HomeserverSettings } from './serve-options.ts'
import { type ServedGateway, startGateway } from './start-gateway.ts'
import { startHomeserver } from './start-homeserver.ts'

/** What the whole chain is asked for. */
export interface ChainSettings extends Address {
  homeserver: HomeserverSettings
  content: Content
  /** The name of a fault of the push gateway to have */
  gatewayFault: string | undefined
}

/** The diagram of the specification, running: homeserver, push gateway, provider. */
export interface Chain {
  homeserver: Served
  gateway: ServedGateway
  provider: Provider
  close(): Promise<void>
}

/**
 * Starts the whole chain on one machine, the last part first. Between the parts everything goes over TLS, with a
 * certificate that is verified. The first port is the homeserver's, and the others follow. The devices are kept in a
 * file beside that of the homeserver.
 *
 * @throws {UsageError} when one of the ports cannot be listened at, or a data file cannot be used
 */
export async function startChain(settings: ChainSettings, log: Log): Promise<Chain> {
  const { host, port, homeserver, content, gatewayFault } = settings
  const { ca, ...tls } = await makeCertificate([...new Set([host, '127.0.0.1', '::1', 'localhost'])])
  const at = (offset: number) => ({ host, port: port === 0 ? 0 : port + offset })
  const { data } = homeserver
  // Before anything is made beside a file that cannot be used
  if (data !== undefined) await withDataFile(() => assertDataFile(data))
  return await startAll(async (keep) => {
    const provider = keep(await startProviderAt(at(2), tls, log, data === undefined ? undefined : `${data}-devices`))
    const fault = gatewayFault === undefined ? {} : { fault: gatewayFault }
    const apps = providerApps(provider, ca, content)
    const gateway = keep(await startGateway({ ...at(1), apps, tls, ...fault }, log))
    const served = keep(await startHomeserver(homeserver, at(0), { ca, allowPrivateAddresses: true }, log))
    return { homeserver: served, gateway, provider }
  })
}

/**
 * The provider takes four ports in a row: its inboxes, its services over HTTPS, and both environments of APNs.
 *
 * @param data path of the file to keep keys, devices and their pushes in; `undefined` to keep nothing
 */
export async function startProviderAt(
  address: Address,
  certificate: { cert: string; key: string },
  log: Log,
  data?: string,
): Promise<Provider> {
  const { host, port } = address
  const ports = port === 0 ? {} : { control: port, services: port + 1, apns: port + 2, apnsSandbox: port + 3 }
  const options = { host, ports, certificate, log, ...(data === undefined ? {} : { data }) }
  return await withDataFile(() => listening('provider', address, () => startProvider(options)))
}

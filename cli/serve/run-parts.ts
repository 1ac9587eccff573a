import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { didYouMean } from '../../common/did-you-mean.ts'
import { authorityIn } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { FAULTS, type Log, PUSH_GATEWAY_FAULTS, UNSPECIFIED_FAULTS } from '../../reference/index.ts'
import { certificateFor } from '../target/certificate-folder.ts'
import { loadApps } from './apps-file.ts'
import { greeting, type Place } from './greeting.ts'
import { keepApps } from './keep-apps.ts'
import { logWriter } from './log-writer.ts'
import { openPage } from './open-page.ts'
import { APP_IDS, providerApps } from './provider-apps.ts'
import {
  type CommonSettings,
  commonSettings,
  contentOf,
  DEFAULT_PORTS,
  homeserverSettings,
  PORTS,
  type RawServeOptions,
} from './serve-options.ts'
import { type Chain, startChain, startProviderAt } from './start-chain.ts'
import { startGateway } from './start-gateway.ts'
import { startHomeserver } from './start-homeserver.ts'
import { untilStopped } from './until-stopped.ts'
import { type Step, walkthrough } from './walkthrough.ts'

export type { RawServeOptions }

/** `plexor serve`: the whole chain. */
export async function runChain(raw: RawServeOptions): Promise<void> {
  const common = commonSettings(raw, DEFAULT_PORTS.homeserver, PORTS.chain)
  const faults = faultsOf(raw.fault)
  const homeserver = { ...homeserverSettings(raw), fault: faults.homeserver }
  const settings = { ...common, homeserver, content: contentOf(raw), gatewayFault: faults.gateway }
  await run(
    common,
    (log) => startChain(settings, log),
    async (chain) => {
      if (raw.open) await openPage(chain.provider.url)
      return {
        places: placesOf(chain, homeserver.specVersion),
        steps: await stepsOf(chain, homeserver.data !== undefined),
      }
    },
  )
}

/** `plexor serve homeserver`. */
export async function runHomeserver(raw: RawServeOptions): Promise<void> {
  const common = commonSettings(raw, DEFAULT_PORTS.homeserver, PORTS.homeserver)
  const settings = homeserverSettings(raw)
  assertFault(settings.fault, [...FAULTS, ...UNSPECIFIED_FAULTS])
  const ca = authorityIn('--trust', raw.trust)
  const { allowHttp = false, allowPrivateAddresses = false } = raw
  const access = { allowHttp, allowPrivateAddresses, ...(ca === undefined ? {} : { ca }) }
  await run(
    common,
    (log) => startHomeserver(settings, common, access, log),
    async ({ url }) => ({
      places: [{ name: 'homeserver', url, note: `follows ${settings.specVersion}` }],
    }),
  )
}

/** `plexor serve gateway`. */
export async function runGateway(raw: RawServeOptions & { http?: boolean }): Promise<void> {
  const common = commonSettings(raw, DEFAULT_PORTS.gateway, PORTS.gateway)
  assertFault(raw.fault, PUSH_GATEWAY_FAULTS)
  if (raw.http && raw.tls !== undefined) {
    throw new UsageError('The option --http was given with --tls: without TLS there is no certificate to keep')
  }
  const apps = loadApps(raw.apps ?? '')
  const tls = raw.http ? {} : { tls: await certificateFor([common.host, '127.0.0.1', '::1', 'localhost'], raw.tls) }
  const settings = { ...common, apps, ...tls, ...(raw.fault === undefined ? {} : { fault: raw.fault }) }
  await run(
    common,
    (log) => startGateway(settings, log),
    async ({ notifyUrl }) => ({
      places: [{ name: 'push gateway', url: notifyUrl, note: `serves ${apps.map(({ app_id }) => app_id).join(', ')}` }],
    }),
  )
}

/** `plexor serve provider`. */
export async function runProvider(raw: RawServeOptions): Promise<void> {
  const common = commonSettings(raw, DEFAULT_PORTS.provider, PORTS.provider)
  const folder = raw.keys ?? ''
  const certificate = await certificateFor([common.host, '127.0.0.1', '::1', 'localhost'], folder)
  const content = contentOf(raw)
  await run(
    common,
    (log) => startProviderAt(common, certificate, log, join(folder, 'devices.sqlite')),
    async (provider) => {
      const file = keepApps(folder, providerApps(provider, certificate.ca, content))
      if (raw.open) await openPage(provider.url)
      const services = { name: 'services', url: provider.servicesUrl, note: `for: plexor serve gateway --apps ${file}` }
      return { places: [{ name: 'provider', url: provider.url, note: 'inboxes of the devices' }, services] }
    },
  )
}

interface Running {
  close(): Promise<void>
}

/** Starts something, says where it is, and runs it until the user ends it. */
async function run<Part extends Running>(
  { log: format }: CommonSettings,
  start: (log: Log) => Promise<Part>,
  describe: (part: Part) => Promise<{ places: Place[]; steps?: Step[] }>,
): Promise<void> {
  const stopped = untilStopped()
  const part = await start(logWriter(format, (text) => process.stdout.write(text)))
  try {
    const { places, steps = [] } = await describe(part)
    // Programs that read the log want nothing else on standard output
    const output = format === 'json' ? process.stderr : process.stdout
    output.write(greeting(places, steps))
    await stopped
  } finally {
    await part.close()
  }
}

function placesOf({ homeserver, gateway, provider }: Chain, specVersion: string): Place[] {
  return [
    { name: 'homeserver', url: homeserver.url, note: `follows ${specVersion}` },
    { name: 'push gateway', url: gateway.notifyUrl },
    { name: 'provider', url: provider.url, note: 'inboxes of the devices, for a browser too' },
  ]
}

/** The walk needs a device, and two users that are new; in a file that is kept, Alice and Bob may be there already. */
async function stepsOf({ homeserver, gateway, provider }: Chain, kept: boolean): Promise<Step[]> {
  // A file that is kept may have as many devices as there can be: then nothing is walked through, and all else works
  const device = await provider.createDevice({ service: 'apns' }).catch(() => undefined)
  if (device === undefined) return []
  const { device_id, pushkey, data = {} } = device
  const suffix = kept ? `-${randomBytes(3).toString('hex')}` : ''
  return walkthrough({
    homeserver: homeserver.url,
    gateway: gateway.notifyUrl,
    provider: provider.url,
    device: { id: device_id, app_id: APP_IDS.apns, pushkey, data },
    users: [`alice${suffix}`, `bob${suffix}`],
  })
}

/** The part of the chain that is to have the fault. */
function faultsOf(name: string | undefined): { homeserver: string | undefined; gateway: string | undefined } {
  assertFault(name, [...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS])
  const isGateways = PUSH_GATEWAY_FAULTS.some((fault) => fault.name === name)
  return { homeserver: isGateways ? undefined : name, gateway: isGateways ? name : undefined }
}

function assertFault(name: string | undefined, faults: readonly { name: string }[]): void {
  const names = faults.map((fault) => fault.name)
  if (name === undefined || names.includes(name)) return
  throw new UsageError(`There is no fault "${name}" to have: plexor list --faults shows them${didYouMean(name, names)}`)
}

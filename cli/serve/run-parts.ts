import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { unknownName } from '../../common/did-you-mean.ts'
import { readCaFile, reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { FAULTS, type Log, PUSH_GATEWAY_FAULTS, UNSPECIFIED_FAULTS } from '../../reference/index.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import {
  PORTS,
  SERVE_GATEWAY_OPTIONS,
  SERVE_HOMESERVER_OPTIONS,
  SERVE_OPTIONS,
  SERVE_PROVIDER_OPTIONS,
} from '../options/serve-table.ts'
import { certificateFor } from '../target/certificate-folder.ts'
import { readApps } from './apps-file.ts'
import { startAll } from './close-all.ts'
import { greeting, type Place } from './greeting.ts'
import { type LogFormat, logWriter } from './log-writer.ts'
import { Activity } from './pages/activity.ts'
import type { Stack } from './pages/stack.ts'
import { homeserverSettings } from './serve-options.ts'
import { type Chain, startChain, startProviderAt } from './start-chain.ts'
import { startGateway } from './start-gateway.ts'
import { startHomeserver } from './start-homeserver.ts'
import { type PageSettings, startPages } from './start-pages.ts'
import { storeProvider } from './store-provider.ts'
import { type Step, walkthrough } from './walkthrough.ts'

/** Runs `plexor serve`: the whole stack. */
export async function runChain(raw: RawOptions<typeof SERVE_OPTIONS>): Promise<void> {
  const options = readOptions(SERVE_OPTIONS, raw)
  const { host, port, content } = options
  const faults = faultsOf(options.fault)
  const homeserver = { ...homeserverSettings(options), fault: faults.homeserver }
  const settings = { host, port, homeserver, content, gatewayFault: faults.gateway }
  await run(
    { ...options, ports: PORTS.chain },
    ({ log, notification }) => startChain({ ...settings, onNotification: notification }, log),
    async (chain) => ({
      places: placesOf(chain, homeserver.specVersion),
      steps: await stepsOf(chain, homeserver.data !== undefined),
      shown: { provider: chain.provider, accounts: chain.homeserver.accounts, hasGateway: true },
    }),
  )
}

/** Runs `plexor serve homeserver`. */
export async function runHomeserver(raw: RawOptions<typeof SERVE_HOMESERVER_OPTIONS>): Promise<void> {
  const options = readOptions(SERVE_HOMESERVER_OPTIONS, raw)
  const settings = homeserverSettings(options)
  assertFault(settings.fault, [...FAULTS, ...UNSPECIFIED_FAULTS])
  const ca = readCaFile('--trust', options.trust)
  const { host, port, allowHttp, allowPrivateAddresses } = options
  const access = { allowHttp, allowPrivateAddresses, ...(ca === undefined ? {} : { ca }) }
  await run(
    { ...options, ports: PORTS.homeserver },
    ({ log }) => startHomeserver(settings, { host, port }, access, log),
    async ({ url, accounts }) => ({
      places: [{ name: 'homeserver', url, note: `follows ${settings.specVersion}` }],
      shown: { accounts, hasGateway: false },
    }),
  )
}

/** Runs `plexor serve gateway`. */
export async function runGateway(raw: RawOptions<typeof SERVE_GATEWAY_OPTIONS>): Promise<void> {
  const options = readOptions(SERVE_GATEWAY_OPTIONS, raw)
  const { host, port, http, fault } = options
  assertFault(fault, PUSH_GATEWAY_FAULTS)
  if (http && options.tls !== undefined) {
    throw new UsageError('--http: without TLS there is no certificate to store; leave out --http or --tls')
  }
  const apps = readApps(options.apps)
  const tls = http ? {} : { tls: await certificateFor([host, '127.0.0.1', '::1', 'localhost'], options.tls) }
  const settings = { host, port, apps, ...tls, ...(fault === undefined ? {} : { fault }) }
  await run(
    { ...options, ports: PORTS.gateway },
    ({ log, notification }) => startGateway({ ...settings, onNotification: notification }, log),
    async ({ notifyUrl }) => ({
      places: [{ name: 'push gateway', url: notifyUrl, note: `serves ${apps.map(({ app_id }) => app_id).join(', ')}` }],
      shown: { hasGateway: true },
    }),
  )
}

/** Runs `plexor serve provider`. */
export async function runProvider(raw: RawOptions<typeof SERVE_PROVIDER_OPTIONS>): Promise<void> {
  const options = readOptions(SERVE_PROVIDER_OPTIONS, raw)
  const { host, port, keys: folder, content } = options
  const certificate = await certificateFor([host, '127.0.0.1', '::1', 'localhost'], folder)
  await run(
    { ...options, ports: PORTS.provider },
    ({ log }) => startProviderAt({ host, port }, certificate, log, { data: join(folder, 'devices.sqlite') }),
    async (provider) => {
      const file = storeProvider(folder, provider, certificate.ca, content)
      const services = { name: 'services', url: provider.servicesUrl, note: `for: plexor serve gateway --apps ${file}` }
      return {
        places: [{ name: 'provider', url: provider.url, note: 'the devices' }, services],
        shown: { provider, hasGateway: false },
      }
    },
  )
}

interface Running {
  close(): Promise<void>
}

/** Options of every part. */
interface RunOptions extends PageSettings {
  log: LogFormat
  /** True to show the pages in a browser */
  open: boolean
}

/** Contents of the greeting of a part, and of its pages. */
interface Description {
  places: Place[]
  steps?: Step[]
  shown: Omit<Stack, 'activity' | 'places'>
}

/** Starts a part and its pages, prints their addresses, and runs them until the user stops them. */
async function run<Part extends Running>(
  options: RunOptions,
  start: (activity: Pick<Activity, 'log' | 'notification'>) => Promise<Part>,
  describe: (part: Part) => Promise<Description>,
): Promise<void> {
  const stopped = untilStopped()
  const activity = new Activity()
  const write = logWriter(options.log, (text) => process.stdout.write(text))
  const log: Log = (entry) => {
    write(entry)
    activity.log(entry)
  }
  const running = await startAll(async (keep) => {
    const part = keep(await start({ log, notification: activity.notification }))
    const { places, steps = [], shown } = await describe(part)
    const pages = keep(await startPages({ activity, places, ...shown }, options))
    return { steps, pages, places: [...places, { name: 'pages', url: pages.url, note: 'for a browser' }] }
  })
  try {
    const { steps, pages, places } = running
    if (options.open) await openPage(pages.url)
    // Programs that read the log need standard output for it alone
    const output = options.log === 'json' ? process.stderr : process.stdout
    output.write(greeting(places, steps))
    await stopped
  } finally {
    await running.close()
  }
}

function placesOf({ homeserver, gateway, provider }: Chain, specVersion: string): Place[] {
  return [
    { name: 'homeserver', url: homeserver.url, note: `follows ${specVersion}` },
    { name: 'push gateway', url: gateway.notifyUrl },
    { name: 'provider', url: provider.url, note: 'the devices' },
  ]
}

/** Returns the steps of the walkthrough. It needs a device, and two new users: stored data may contain Alice and Bob. */
async function stepsOf({ homeserver, gateway, provider }: Chain, isStored: boolean): Promise<Step[]> {
  // Stored data may have the maximum number of devices: then there is no walkthrough, and everything else works
  const device = await provider.createDevice({ service: 'apns' }).catch(() => undefined)
  if (device === undefined) return []
  const { device_id, app_id, pushkey, data = {} } = device
  const suffix = isStored ? `-${randomBytes(3).toString('hex')}` : ''
  return walkthrough({
    homeserver: homeserver.url,
    gateway: gateway.notifyUrl,
    provider: provider.url,
    device: { id: device_id, app_id, pushkey, data },
    users: [`alice${suffix}`, `bob${suffix}`],
  })
}

/** Returns the fault as one of the homeserver or of the push gateway. */
function faultsOf(name: string | undefined): { homeserver: string | undefined; gateway: string | undefined } {
  assertFault(name, [...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS])
  const isOfGateway = PUSH_GATEWAY_FAULTS.some((fault) => fault.name === name)
  return { homeserver: isOfGateway ? undefined : name, gateway: isOfGateway ? name : undefined }
}

function assertFault(name: string | undefined, faults: readonly { name: string }[]): void {
  const names = faults.map((fault) => fault.name)
  if (name === undefined || names.includes(name)) return
  throw new UsageError(unknownName('fault', name, names, 'plexor list --faults lists them'))
}

/** Shows a page in the browser of the user; prints a remark if that fails, because everything else works without. */
async function openPage(url: string): Promise<void> {
  try {
    // It reads files when it is loaded, which only a user who wants a page has to permit on Deno
    const { default: open } = await import('open')
    await open(url)
  } catch (error) {
    process.stderr.write(`plexor: Cannot open ${url} in a browser: ${reasonOf(error)}\n`)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves when the process is asked to stop (Ctrl-C, SIGTERM or SIGHUP). A second signal ends it at once. */
function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, stop)
    resolve()
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  return promise
}

/**
 * Sends messages through a real Synapse, the push gateway and the provider to devices of every service, over TLS that
 * each of them verifies: the command behind `npm run interop:chain`.
 *
 * Exit codes: 0 if everything arrived as it should; 1 if not, with what was expected; 4 if Synapse cannot be installed on
 * this machine.
 */
import { deepStrictEqual } from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Content } from '../../cli/serve/app-entry.ts'
import { providerApps } from '../../cli/serve/provider-apps.ts'
import { type Chain, startProviderAt } from '../../cli/serve/start-chain.ts'
import { startGateway } from '../../cli/serve/start-gateway.ts'
import { makeCertificate } from '../../suites/index.ts'
import { say, timed, Unavailable } from '../../tools/interop/interop-command.ts'
import { installSynapse, SYNAPSE_VERSION } from '../../tools/interop/synapse-install.ts'
import { startSynapse } from '../../tools/interop/synapse-server.ts'
import { EXPECTED } from './expected.ts'
import { APPS, type AppName, until, walkDiagram } from './walk.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0 }
const EXIT_NOT_RUN = 4

process.exitCode = await main()

async function main(): Promise<number> {
  const { signal } = new AbortController()
  let python: string
  try {
    python = await timed(`Synapse ${SYNAPSE_VERSION}: installed`, () => installSynapse(signal))
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    say(`Synapse: not run: ${error.message}`)
    return EXIT_NOT_RUN
  }
  for (const content of ['ids', 'full'] as const) {
    const chain = await startBehindSynapse(python, content)
    try {
      for (const app of APPS) await timed(`${app}, ${content} as content: all arrived`, () => walk(chain, app, content))
    } finally {
      await chain.close()
    }
  }
  return 0
}

/** Starts Synapse with the gateway and the provider behind it. */
async function startBehindSynapse(python: string, content: Content): Promise<Chain> {
  const folder = await mkdtemp(join(tmpdir(), 'plexor-chain-'))
  const { ca, ...tls } = await makeCertificate(['127.0.0.1', 'localhost'])
  const trusts = join(folder, 'ca.pem')
  await writeFile(trusts, ca)
  const log = () => {}
  const provider = await startProviderAt(LOOPBACK, tls, log)
  const gateway = await startGateway({ ...LOOPBACK, apps: providerApps(provider, ca, content), tls }, log)
  const synapse = await timed('Synapse: started', () => startSynapse({ python, trusts }))
  return {
    homeserver: { url: synapse.url, accounts: () => ({ total: 0, newest: [] }), close: synapse.stop },
    gateway,
    provider,
    async close() {
      await synapse.stop()
      await gateway.close()
      await provider.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Checks what arrives at a device, now and after its service failed, and that its pusher goes when it does. */
async function walk(chain: Chain, app: AppName, content: Content): Promise<void> {
  const way = await walkDiagram(chain, app)
  const { priority, payload } = EXPECTED[app][content](way)
  deepStrictEqual([way.push.priority, way.push.payload], [priority, payload], app)
  chain.provider.failDevice(way.deviceId, { status: 503, times: 1 })
  const eventId = await way.sendAgain()
  const [push] = await chain.provider.inboxOf(way.deviceId).next({ after: 1, ms: 20_000 })
  deepStrictEqual(JSON.stringify(push?.payload ?? {}).includes(eventId), true, `${app}: it arrives after a failure`)
  chain.provider.removeDevice(way.deviceId)
  await way.sendOnceMore()
  await until(async () => (await way.pushers()).length === 0)
}

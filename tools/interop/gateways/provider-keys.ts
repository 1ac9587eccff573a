import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { startRunProvider } from '../../../cli/target/run-provider.ts'

/** App of a gateway, as the file `apps.yaml` of a provider has it. */
export interface ProviderApp {
  'app-id': string
  provider: 'apns' | 'fcm' | 'web-push'
  /** Only at APNs */
  environment?: 'production' | 'sandbox'
  'key-id'?: string
  'team-id'?: string
  topic?: string
  /** Name of the file with the key for APNs, in the folder of the keys */
  'key-file'?: string
  /** Base URL of its push service; absent for Web Push, where each device has one */
  server?: string
  /** Name of the file with the service account for FCM, in the folder of the keys */
  'service-account-file'?: string
}

/** Keys of the provider that a run will start, so that a gateway can be configured before. */
export interface ProviderKeys {
  folder: string
  apps: ProviderApp[]
  /** Options of `plexor test` that start the provider with these keys */
  options: string[]
}

/** Number of times that four free ports in a row are looked for. */
const TRIES = 5

/** Ports to look among: systems give none of these to outgoing connections, so they stay free until the run starts. */
const PORTS = { first: 12_000, rows: 4_000, count: 4 }

/**
 * Makes the keys of a provider and chooses its ports, by starting it once.
 *
 * @param folder empty folder for the keys
 */
export async function makeProviderKeys(folder: string): Promise<ProviderKeys> {
  for (let tries = 1; ; tries++) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.rows) * PORTS.count
    const settings = { provider: folder, providerListen: { host: '127.0.0.1', port } }
    try {
      const provider = await startRunProvider(
        { ...settings, providerHost: undefined, providerUrl: undefined },
        () => {},
      )
      await provider?.close()
      const { apps } = parse(await readFile(join(folder, 'apps.yaml'), 'utf8'))
      return { folder, apps, options: ['--provider', folder, '--provider-listen', `127.0.0.1:${port}`] }
    } catch (error) {
      if (tries === TRIES) throw error
    }
  }
}

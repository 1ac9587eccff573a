import { join } from 'node:path'
import { connectProvider, findProvider, type ProviderConnection } from '../../suites/index.ts'
import type { Settings } from '../options/settings.ts'
import { type Closable, startAll } from '../serve/close-all.ts'
import { startProviderAt } from '../serve/start-chain.ts'
import { storeProvider } from '../serve/store-provider.ts'
import { certificateFor } from './certificate-folder.ts'

/** Provider of a run, which is closed with it. */
export interface RunProvider extends Closable {
  provider: ProviderConnection
}

type ProviderSettings = Pick<Settings, 'provider' | 'providerHost' | 'providerListen' | 'providerUrl'>

/**
 * Starts the provider of a run, and stores what the gateway under test has to be configured with, or connects to one that
 * runs already.
 *
 * @param onStep called with a sentence for people
 * @returns nothing if the user asks for no provider
 * @throws {UsageError} when it cannot listen on its address, or its folder cannot be used
 */
export async function startRunProvider(
  { provider: folder, providerHost, providerListen: { host, port }, providerUrl }: ProviderSettings,
  onStep: (done: string) => void,
): Promise<RunProvider | undefined> {
  if (folder === undefined && providerUrl === undefined) return undefined
  return await startAll(async (keep) => {
    if (folder === undefined) return { provider: keep(await findProvider(providerUrl ?? '')) }
    const named = providerHost ?? host
    const certificate = await certificateFor([named, host, '127.0.0.1', '::1', 'localhost'], folder)
    const options = { data: join(folder, 'devices.sqlite'), ...(providerHost && { publicHost: providerHost }) }
    const started = keep(await startProviderAt({ host, port }, certificate, () => {}, options))
    const file = storeProvider(folder, started, certificate.ca, 'ids')
    onStep(
      `The provider listens at ${started.servicesUrl} and the two ports after it; ${file} has its keys and addresses`,
    )
    return { provider: keep(connectProvider(started.url)) }
  })
}

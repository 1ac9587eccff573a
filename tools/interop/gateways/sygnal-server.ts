import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningServer, startServer } from '../server-process.ts'
import type { ProviderApp, ProviderKeys } from './provider-keys.ts'
import { sygnalConfig } from './sygnal-config.ts'

/** Wrapper that sends to the provider, and stops Sygnal when the process that started it is gone. */
const WITH_PROVIDER = fileURLToPath(new URL('./sygnal-with-provider.py', import.meta.url))

/**
 * Starts a fresh Sygnal on a free port of 127.0.0.1 and waits until it responds. It knows the apps of a provider, which
 * need not run yet.
 *
 * @param programs folder with the Python that Sygnal is installed for
 * @param signal aborts the start and removes the files
 * @throws {Error} when it does not respond within a minute, with the last lines of its log
 */
export async function startSygnal(programs: string, keys: ProviderKeys, signal?: AbortSignal): Promise<RunningServer> {
  const account = await readFile(join(keys.folder, nameOf(appAt(keys, 'fcm'), 'service-account-file')), 'utf8')
  return await startServer(
    {
      name: 'Sygnal',
      readyPath: '/health',
      portTaken: 'Address already in use',
      async prepare(directory, port) {
        const file = join(directory, 'sygnal.yaml')
        await writeFile(file, sygnalConfig({ port, keys, projectId: JSON.parse(account).project_id }))
        const env = {
          SYGNAL_CONF: file,
          // Replaces the CAs of the system
          SSL_CERT_FILE: join(keys.folder, 'ca.pem'),
          PLEXOR_FCM: nameOf(appAt(keys, 'fcm'), 'server'),
          PLEXOR_APNS: portOf(appAt(keys, 'apns', 'production')),
          PLEXOR_APNS_SANDBOX: portOf(appAt(keys, 'apns', 'sandbox')),
        }
        return { program: join(programs, 'python'), args: [WITH_PROVIDER], env }
      },
    },
    signal,
  )
}

function appAt({ apps }: ProviderKeys, provider: ProviderApp['provider'], environment?: string): ProviderApp {
  const app = apps.find((one) => one.provider === provider && one.environment === environment)
  if (app === undefined) throw new Error(`The provider has no app at ${provider}`)
  return app
}

function nameOf(app: ProviderApp, key: 'server' | 'service-account-file'): string {
  const value = app[key]
  if (value === undefined) throw new Error(`The app ${app['app-id']} of the provider has no ${key}`)
  return value
}

function portOf(app: ProviderApp): string {
  return new URL(nameOf(app, 'server')).port
}

import { APP_IDS, DEFAULT_APP, type Provider } from '../../reference/index.ts'
import type { AppEntry, Content } from './app-entry.ts'

/**
 * Returns the apps of a gateway that reaches the devices of the built-in provider.
 *
 * @param ca certificate (PEM) of the provider's CA
 */
export function providerApps(provider: Provider, ca: string, content: Content): AppEntry[] {
  const { apns, fcm, webPush } = provider.credentials
  const basics = { content, ca }
  const atApns = { ...basics, provider: 'apns', ...apns, topic: DEFAULT_APP } as const
  return [
    { ...atApns, app_id: APP_IDS.apns, environment: 'production', server: provider.apnsUrl },
    { ...atApns, app_id: APP_IDS['apns-sandbox'], environment: 'sandbox', server: provider.apnsSandboxUrl },
    { ...basics, provider: 'fcm', app_id: APP_IDS.fcm, serviceAccount: fcm, server: provider.servicesUrl },
    {
      ...basics,
      provider: 'web-push',
      app_id: APP_IDS['web-push'],
      subject: 'mailto:push@example.com',
      ...webPush,
      allowPrivateAddresses: true,
    },
  ]
}

import { join } from 'node:path'
import type { ProviderApp, ProviderKeys } from './provider-keys.ts'

/** Settings of a configuration of Sygnal. */
export interface SygnalConfigOptions {
  /** TCP port of 127.0.0.1 to listen on */
  port: number
  keys: ProviderKeys
  /** Project of the service account for FCM */
  projectId: string
}

/** Returns the `sygnal.yaml` of a throw-away Sygnal with the apps of a provider. The file is JSON, which is also YAML. */
export function sygnalConfig({ port, keys: { folder, apps }, projectId }: SygnalConfigOptions): string {
  const settings = apps.map((app) => [app['app-id'], appSettings(app, (name = '') => join(folder, name), projectId)])
  const config = {
    // Without a version, Sygnal does not start
    log: { setup: { version: 1 } },
    http: { bind_addresses: ['127.0.0.1'], port },
    apps: Object.fromEntries(settings),
  }
  return JSON.stringify(config, null, 2)
}

function appSettings(app: ProviderApp, pathOf: (name?: string) => string, projectId: string): object {
  switch (app.provider) {
    case 'apns':
      return {
        type: 'apns',
        platform: app.environment,
        keyfile: pathOf(app['key-file']),
        key_id: app['key-id'],
        team_id: app['team-id'],
        topic: app.topic,
      }
    case 'fcm':
      return {
        type: 'gcm',
        api_version: 'v1',
        project_id: projectId,
        service_account_file: pathOf(app['service-account-file']),
      }
    case 'web-push':
      return { type: 'webpush', vapid_private_key: pathOf('vapid.pem'), vapid_contact_email: 'push@example.com' }
  }
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { AppEntry } from './app-entry.ts'

const APPS_FILE = 'apps.yaml'

/**
 * Writes apps with their keys into a folder, as `loadApps` reads them.
 *
 * @returns the path of the file with the apps
 * @throws {UsageError} when the folder cannot be written to
 */
export function keepApps(folder: string, apps: readonly AppEntry[]): string {
  try {
    mkdirSync(folder, { recursive: true })
    const list = apps.map((app, index) => describe(app, (name, text) => keep(folder, `${index + 1}-${name}`, text)))
    writeFileSync(join(folder, APPS_FILE), stringify({ apps: list }))
    return join(folder, APPS_FILE)
  } catch (error) {
    throw new UsageError(`Cannot keep the keys of the provider in "${folder}": ${reasonOf(error)}`)
  }
}

type Keep = (name: string, text: string) => string

function describe(app: AppEntry, keepFile: Keep): Record<string, unknown> {
  const common = { 'app-id': app.app_id, provider: app.provider, content: app.content }
  const ca = app.ca === undefined ? {} : { 'ca-file': keepFile('ca.pem', app.ca) }
  return { ...common, ...ca, ...access(app, keepFile) }
}

function access(app: AppEntry, keepFile: Keep): Record<string, unknown> {
  switch (app.provider) {
    case 'apns': {
      const identity = { 'key-id': app.keyId, 'team-id': app.teamId, topic: app.topic, environment: app.environment }
      return { 'key-file': keepFile('apns.p8', app.key), ...identity, ...serverOf(app) }
    }
    case 'fcm': {
      const account = JSON.stringify(app.serviceAccount, null, 2)
      return { 'service-account-file': keepFile('service-account.json', account), ...serverOf(app) }
    }
    case 'web-push': {
      const keys = { 'public-key': app.publicKey, 'private-key-file': keepFile('vapid.key', app.privateKey) }
      return { subject: app.subject, ...keys, 'allow-private-addresses': app.allowPrivateAddresses }
    }
  }
}

function serverOf({ server }: { server?: string }): { server?: string } {
  return server === undefined ? {} : { server }
}

/** Keys are for their owner alone. */
function keep(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o600 })
  return name
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { stringify } from 'yaml'
import { isCertificate, readNamedFile, reasonOf } from '../../common/named-file.ts'
import { quote } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import type { ServiceAccount } from '../../reference/index.ts'
import { type AppEntry, CONTENTS } from './app-entry.ts'

const COMMON = ['app-id', 'provider', 'content', 'ca-file'] as const

/** Keys of an app besides the common ones; those in `optional` may be missing. */
const KEYS = {
  apns: { needed: ['key-file', 'key-id', 'team-id', 'topic'], optional: ['environment', 'server'] },
  fcm: { needed: ['service-account-file'], optional: ['server'] },
  'web-push': { needed: ['subject', 'public-key', 'private-key-file'], optional: ['allow-private-addresses'] },
} as const

const PROVIDERS = ['apns', 'fcm', 'web-push'] as const
const OWN_KEYS = PROVIDERS.flatMap((name) => [...KEYS[name].needed, ...KEYS[name].optional])
const ALL_KEYS = [...new Set([...COMMON, ...OWN_KEYS])]

/** Maximum length of the JSON of a service account: far more than Google's have. */
const MAX_JSON = 64 * 1024

/**
 * Reads the apps of a push gateway: a file with a list `apps`. Relative paths in it are relative to it.
 *
 * @throws {UsageError} for the first mistake, with file, line and column
 */
export function readApps(fileName: string): AppEntry[] {
  const root = parseYaml({ what: 'apps', fileName, text: readNamedFile('apps', fileName) })
  const entries = root.entries(['apps'], 'a map with the list "apps"')
  const apps = (entries[0]?.[1] ?? root).items('a list of apps').map((item) => readApp(item, dirname(fileName)))
  if (apps.length > 0) return apps
  throw root.error('at least one app', 'an empty list')
}

function readApp(item: YamlValue, folder: string): AppEntry {
  const fields = new Map(item.entries(ALL_KEYS, 'an app with "app-id" and "provider"'))
  const field = (name: (typeof ALL_KEYS)[number]) => {
    const value = fields.get(name)
    if (value === undefined) throw item.error(`"${name}"`, `an app without "${name}"`)
    return value
  }
  const text = (name: (typeof ALL_KEYS)[number]) => field(name).text(`the ${name.replaceAll('-', ' ')} of the app`)
  const file = (name: (typeof ALL_KEYS)[number]) => {
    const named = text(name)
    return readNamedFile(
      name.replace(/-file$/, '').replaceAll('-', ' '),
      isAbsolute(named) ? named : join(folder, named),
    )
  }

  const provider = field('provider').oneOf(PROVIDERS)
  refuseOthers(provider, fields)
  const server = fields.has('server') ? { server: serverIn(field('server'), text('server')) } : {}
  const basics = {
    app_id: text('app-id'),
    content: fields.get('content')?.oneOf(CONTENTS) ?? 'ids',
    ...(fields.has('ca-file') ? { ca: caOf(field('ca-file'), file('ca-file')) } : {}),
  }
  switch (provider) {
    case 'apns': {
      const environment = fields.get('environment')?.oneOf(['production', 'sandbox']) ?? 'production'
      const identity = { keyId: text('key-id'), teamId: text('team-id'), topic: text('topic') }
      return { ...basics, provider, key: file('key-file'), ...identity, environment, ...server }
    }
    case 'fcm': {
      const serviceAccount = accountIn(file('service-account-file'), field('service-account-file'))
      return { ...basics, provider, serviceAccount, ...server }
    }
    case 'web-push': {
      const keys = { publicKey: text('public-key'), privateKey: file('private-key-file').trim() }
      const allowPrivateAddresses = fields.get('allow-private-addresses')?.flag('true or false') ?? false
      return { ...basics, provider, subject: text('subject'), ...keys, allowPrivateAddresses }
    }
  }
}

/** Refuses keys of other providers. */
function refuseOthers(provider: (typeof PROVIDERS)[number], fields: ReadonlyMap<string, YamlValue>): void {
  const own: readonly string[] = [...COMMON, ...KEYS[provider].needed, ...KEYS[provider].optional]
  for (const [name, value] of fields) {
    if (!own.includes(name)) throw value.error(`only keys for "${provider}"`, `"${name}"`, 'remove it')
  }
}

function serverIn(place: YamlValue, url: string): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url.replace(/\/+$/, '')
  throw place.error('the base URL of a service, such as https://push.example.org', quote(url))
}

function caOf(place: YamlValue, pem: string): string {
  if (isCertificate(pem)) return pem
  throw place.error('a file with a certificate in PEM form', 'a file without one')
}

function accountIn(json: string, place: YamlValue): ServiceAccount {
  const account = json.length > MAX_JSON ? undefined : parse(json)
  const needed = ['project_id', 'client_email', 'private_key'] as const
  if (account !== undefined && needed.every((name) => typeof account[name] === 'string')) return account
  throw place.error(`the JSON file of a service account from Google, with ${needed.join(', ')}`, 'another file')
}

function parse(json: string): ServiceAccount | undefined {
  try {
    return JSON.parse(json) ?? undefined
  } catch {
    return undefined
  }
}

const APPS_FILE = 'apps.yaml'

/**
 * Writes apps with their keys into a folder, as `readApps` reads them.
 *
 * @returns the path of the file with the apps
 * @throws {UsageError} when the folder cannot be written to
 */
export function storeApps(folder: string, apps: readonly AppEntry[]): string {
  try {
    mkdirSync(folder, { recursive: true })
    const list = apps.map((app, index) => describe(app, (name, text) => storeKey(folder, `${index + 1}-${name}`, text)))
    writeFileSync(join(folder, APPS_FILE), stringify({ apps: list }))
    return join(folder, APPS_FILE)
  } catch (error) {
    throw new UsageError(`Cannot store the keys of the provider in "${folder}": ${reasonOf(error)}`)
  }
}

type StoreFile = (name: string, text: string) => string

function describe(app: AppEntry, storeFile: StoreFile): Record<string, unknown> {
  const common = { 'app-id': app.app_id, provider: app.provider, content: app.content }
  const ca = app.ca === undefined ? {} : { 'ca-file': storeFile('ca.pem', app.ca) }
  return { ...common, ...ca, ...access(app, storeFile) }
}

function access(app: AppEntry, storeFile: StoreFile): Record<string, unknown> {
  switch (app.provider) {
    case 'apns': {
      const identity = { 'key-id': app.keyId, 'team-id': app.teamId, topic: app.topic, environment: app.environment }
      return { 'key-file': storeFile('apns.p8', app.key), ...identity, ...serverOf(app) }
    }
    case 'fcm': {
      const account = JSON.stringify(app.serviceAccount, null, 2)
      return { 'service-account-file': storeFile('service-account.json', account), ...serverOf(app) }
    }
    case 'web-push': {
      const keys = { 'public-key': app.publicKey, 'private-key-file': storeFile('vapid.key', app.privateKey) }
      return { subject: app.subject, ...keys, 'allow-private-addresses': app.allowPrivateAddresses }
    }
  }
}

function serverOf({ server }: { server?: string }): { server?: string } {
  return server === undefined ? {} : { server }
}

/** Writes a file that only its owner can read. */
function storeKey(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o600 })
  return name
}

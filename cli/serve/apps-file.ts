import { dirname, isAbsolute, join } from 'node:path'
import { isCertificate, readNamedFile } from '../../common/named-file.ts'
import { parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import type { ServiceAccount } from '../../reference/index.ts'
import type { AppEntry } from './app-entry.ts'
import { CONTENTS } from './serve-options.ts'

const COMMON = ['app-id', 'provider', 'content', 'ca-file'] as const

/** The keys of an app besides the common ones; those in `optional` may be missing. */
const KEYS = {
  apns: { needed: ['key-file', 'key-id', 'team-id', 'topic'], optional: ['environment', 'server'] },
  fcm: { needed: ['service-account-file'], optional: ['server'] },
  'web-push': { needed: ['subject', 'public-key', 'private-key-file'], optional: ['allow-private-addresses'] },
} as const

const PROVIDERS = ['apns', 'fcm', 'web-push'] as const
const OWN_KEYS = PROVIDERS.flatMap((name) => [...KEYS[name].needed, ...KEYS[name].optional])
const ALL_KEYS = [...new Set([...COMMON, ...OWN_KEYS])]

/** The most that a service account of Google's has as JSON is far less. */
const MAX_JSON = 64 * 1024

/**
 * Reads the apps of a push gateway: a file with a list `apps`. Files that it names stand beside it.
 *
 * @throws {UsageError} one sentence with file, line and column for the first mistake
 */
export function loadApps(fileName: string): AppEntry[] {
  const root = parseYaml({ what: 'apps', fileName, text: readNamedFile('apps', fileName) })
  const entries = root.entries(['apps'], 'a map with the list "apps"')
  const apps = (entries[0]?.[1] ?? root).items('a list of apps').map((item) => readApp(item, dirname(fileName)))
  if (apps.length > 0) return apps
  throw root.error('wanted one app at least', 'an empty list')
}

function readApp(item: YamlValue, folder: string): AppEntry {
  const fields = new Map(item.entries(ALL_KEYS, 'an app with "app-id" and "provider"'))
  const field = (name: (typeof ALL_KEYS)[number]) => {
    const value = fields.get(name)
    if (value === undefined) throw item.error(`wanted "${name}" too`, `an app without "${name}"`)
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
    ...(fields.has('ca-file') ? { ca: authorityOf(field('ca-file'), file('ca-file')) } : {}),
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

/** A key of another provider is a mistake, not something to pass over. */
function refuseOthers(provider: (typeof PROVIDERS)[number], fields: ReadonlyMap<string, YamlValue>): void {
  const own: readonly string[] = [...COMMON, ...KEYS[provider].needed, ...KEYS[provider].optional]
  for (const [name, value] of fields) {
    if (!own.includes(name)) throw value.error(`wanted it for another provider only`, `"${name}" for "${provider}"`)
  }
}

function serverIn(place: YamlValue, url: string): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url.replace(/\/+$/, '')
  throw place.error('wanted the base URL of a service, such as https://push.example.org', JSON.stringify(url))
}

function authorityOf(place: YamlValue, pem: string): string {
  if (isCertificate(pem)) return pem
  throw place.error('wanted a file with a certificate in PEM form', 'a file that holds none')
}

function accountIn(json: string, place: YamlValue): ServiceAccount {
  const account = json.length > MAX_JSON ? undefined : parse(json)
  const needed = ['project_id', 'client_email', 'private_key'] as const
  if (account !== undefined && needed.every((name) => typeof account[name] === 'string')) return account
  throw place.error(
    `wanted the JSON file that Google gives for a service account, with ${needed.join(', ')}`,
    'a file that is none',
  )
}

function parse(json: string): ServiceAccount | undefined {
  try {
    return JSON.parse(json) ?? undefined
  } catch {
    return undefined
  }
}

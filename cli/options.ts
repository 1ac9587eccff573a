import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { isProfile, PROFILES, type Profile } from '../spec/index.ts'
import { DEFAULT_JUDGED_LEVEL, type GivenDevices, type JudgedLevel, type Scheme } from '../suites/index.ts'
import { type Config, GATEWAY_SCHEMES, JUDGED_LEVELS, loadConfig } from './config.ts'
import { loadDevices } from './device-files.ts'
import { didYouMean } from './nearest.ts'
import { type ShardName, shardOf } from './shard.ts'
import { GATEWAY, targetKindOf } from './target-kind.ts'
import { UsageError } from './usage-error.ts'

/** The configuration file that is read when it stands in the working directory and no other is named. */
const CONFIG_FILE = 'plexor.yaml'

/** What the options of `test` and `doctor` leave to say, before defaults: as commander gives them. */
export interface RawOptions {
  config?: string
  profile?: string
  only?: string[]
  skip?: string[]
  jobs?: string
  level?: string
  patience?: string
  report?: string[]
  baseline?: string
  writeBaseline?: string
  repeat?: string
  shard?: string
  registrationTokenFile?: string
  sharedSecretFile?: string
  targetCa?: string
  device?: string[]
  gatewayListen?: string
  gatewayUrl?: string
  gatewayScheme?: string
  gatewayTls?: string
  verbose?: boolean
}

/** What a run is asked for, complete and checked. */
export interface Settings {
  target: string
  profile: Profile | 'auto'
  only: string[]
  skip: string[]
  jobs: number
  level: JudgedLevel
  patienceMs: number
  /** `FORMAT` or `FORMAT=FILE` each */
  reports: string[]
  baseline: string | undefined
  /** The file to write the known failures of the run to */
  writeBaseline: string | undefined
  /** How often each case runs */
  repeat: number
  /** Which part of the selected cases to run; all of them without it */
  shard: ShardName | undefined
  registrationToken: string | undefined
  sharedSecret: string | undefined
  /** Certificate authorities (PEM) to trust besides the well-known ones */
  targetCa: string | undefined
  /** What a push gateway that is tested can reach, and what is gone */
  devices: GivenDevices
  gatewayListen: { host: string; port: number }
  gatewayUrl: string | undefined
  gatewaySchemes: Scheme[]
  /** Folder that keeps the gateway's certificate, or none for a fresh one each time */
  gatewayTls: string | undefined
  verbose: boolean
}

/**
 * The settings of a run: the command line before the configuration file, and that before the defaults.
 *
 * @throws {UsageError} for the first option that cannot be used
 */
export function readSettings(target: string | undefined, raw: RawOptions): Settings {
  const config = readConfig(raw.config)
  const gatewayUrl = gatewayUrlOf(raw.gatewayUrl ?? config.gatewayUrl)
  const tested = target ?? config.target ?? 'ref:'
  return {
    target: tested,
    profile: profileOf(raw.profile ?? config.profile ?? 'auto'),
    only: raw.only ?? config.only ?? [],
    skip: raw.skip ?? config.skip ?? [],
    jobs: numberOf('--jobs', raw.jobs ?? config.jobs ?? 8, 1, 256, true),
    level: oneOf('--level', raw.level ?? config.level ?? DEFAULT_JUDGED_LEVEL, JUDGED_LEVELS),
    patienceMs: numberOf('--patience', raw.patience ?? config.patience ?? 10, 0.1, 3600, false) * 1000,
    reports: raw.report ?? config.report ?? [],
    baseline: raw.baseline ?? config.baseline,
    writeBaseline: raw.writeBaseline,
    repeat: numberOf('--repeat', raw.repeat ?? config.repeat ?? 1, 1, 1000, true),
    shard: raw.shard === undefined ? undefined : shardOf(raw.shard),
    registrationToken: secretOf('PLEXOR_REGISTRATION_TOKEN', raw.registrationTokenFile ?? config.registrationTokenFile),
    sharedSecret: secretOf('PLEXOR_SHARED_SECRET', raw.sharedSecretFile ?? config.sharedSecretFile),
    targetCa: authorityIn('--target-ca', raw.targetCa ?? config.targetCa),
    devices: devicesOf(tested, raw.device, config.device),
    gatewayListen: addressOf(raw.gatewayListen ?? config.gatewayListen ?? '127.0.0.1', gatewayUrl),
    gatewayUrl,
    gatewaySchemes: schemesOf(raw.gatewayScheme ?? config.gatewayScheme, gatewayUrl),
    gatewayTls: raw.gatewayTls ?? config.gatewayTls,
    verbose: raw.verbose ?? config.verbose ?? false,
  }
}

/**
 * The text of a file that the user named.
 *
 * @throws {UsageError} when it cannot be read
 */
export function readNamedFile(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} "${file}": ${reasonOf(error)}`)
  }
}

/** `no such file` for ENOENT, and so on: without the path, which the sentence names already. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: string }
  if (code === 'ENOENT') return 'there is no such file or folder'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'a file stands where a folder is wanted'
  if (code === 'EACCES') return 'permission is denied'
  if (code === 'ENOSPC') return 'there is no space left'
  return error instanceof Error ? error.message : String(error)
}

function readConfig(named: string | undefined): Config {
  const file = named ?? (isThere(CONFIG_FILE) ? CONFIG_FILE : undefined)
  return file === undefined ? {} : besideFile(loadConfig(readNamedFile('configuration file', file), file), file)
}

/** Deno throws where it is not permitted to look: then there is nothing to be seen. */
function isThere(file: string): boolean {
  try {
    return existsSync(file)
  } catch {
    return false
  }
}

/** The files that a configuration names stand beside it, wherever the command is called. */
function besideFile(config: Config, file: string): Config {
  const beside = (name: string) => join(dirname(file), name)
  const placed = { ...config }
  for (const key of ['baseline', 'registrationTokenFile', 'sharedSecretFile', 'targetCa', 'gatewayTls'] as const) {
    const name = config[key]
    if (name !== undefined) placed[key] = isAbsolute(name) ? name : beside(name)
  }
  if (config.device !== undefined) {
    placed.device = config.device.map((name) => (isAbsolute(name) ? name : beside(name)))
  }
  return placed
}

const NO_DEVICES: GivenDevices = { reachable: [], gone: [] }

/** A file for both kinds of targets may name devices; with the option, they are meant for the target at hand. */
function devicesOf(target: string, named: string[] | undefined, inConfig: string[] = []): GivenDevices {
  if (target.startsWith(`${GATEWAY}ref:`)) {
    if (named === undefined) return NO_DEVICES
    throw new UsageError(
      'The option --device is for push gateways of yours: the one of the reference has its own devices',
    )
  }
  if (targetKindOf(target) === 'push-gateway') return loadDevices(named ?? inConfig)
  if (named === undefined) return NO_DEVICES
  throw new UsageError(
    `The option --device is for push gateways, and the target "${target}" is a homeserver: a gateway is named as in gateway:https://push.example.org`,
  )
}

/** A version to judge by. Throws `UsageError` for a name that is none. */
export function profileOf(name: string): Profile | 'auto' {
  if (name === 'auto' || isProfile(name)) return name
  const known = `Plexor knows auto, ${PROFILES.join(', ')}`
  throw new UsageError(`There is no profile "${name}": ${known}${didYouMean(name, PROFILES)}`)
}

/** One of the values that an option takes. Throws `UsageError` for another one. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value)
  if (found !== undefined) return found
  throw new UsageError(
    `The option ${option} was given "${value}": it takes ${allowed.join(', ')}${didYouMean(value, allowed)}`,
  )
}

/** The number that an option takes, from `min` to `max`. Throws `UsageError` for anything else. */
export function numberOf(option: string, value: string | number, min: number, max: number, whole: boolean): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number
  throw new UsageError(
    `The option ${option} was given "${value}": it takes a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
  )
}

/** Secrets come from the environment or a file, never from the command line, where others on the machine can read them. */
function secretOf(variable: string, file: string | undefined): string | undefined {
  const secret = file === undefined ? process.env[variable] : readNamedFile('secret', file).trim()
  if (secret === '') throw new UsageError(`The secret in ${file === undefined ? variable : `"${file}"`} is empty`)
  return secret
}

/** The certificate authority in the file that an option names. Throws `UsageError` when it holds none. */
export function authorityIn(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  const pem = readNamedFile('certificate authority', file)
  if (isCertificate(pem)) return pem
  throw new UsageError(`The file "${file}" holds no certificate: ${option} takes one in PEM form`)
}

/** Whether a text is a certificate in PEM form. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** `HOST:PORT`, `HOST` or `PORT`; the port 0, which is the default, takes a free one. */
function addressOf(text: string, gatewayUrl: string | undefined): { host: string; port: number } {
  const groups = (/^(?<port>\d{1,5})$/.exec(text) ?? ADDRESS.exec(text))?.groups
  const port = Number(groups?.port ?? 0)
  if (groups === undefined || port > 65_535) {
    throw new UsageError(
      `The option --gateway-listen was given "${text}": it takes an address, such as 127.0.0.1, 0.0.0.0:8470 or [::1]:8470`,
    )
  }
  const host = (groups.host ?? '127.0.0.1').replace(/^\[|\]$/g, '')
  if (['0.0.0.0', '::'].includes(host) && gatewayUrl === undefined) {
    throw new UsageError(
      `The option --gateway-listen was given "${text}", which is every address of this machine: name the one that the target is to use with --gateway-url, as in http://192.0.2.1:${port || 8470}`,
    )
  }
  return { host, port }
}

const ADDRESS = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/]+)(?::(?<port>\d{1,5}))?$/

function gatewayUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new UsageError(
    `The option --gateway-url was given "${text}": it takes the http or https URL by which the target reaches Plexor`,
  )
}

/** A public URL has its scheme already; otherwise both are tried unless one is asked for. */
function schemesOf(scheme: string | undefined, publicUrl: string | undefined): Scheme[] {
  if (scheme !== undefined) return [oneOf('--gateway-scheme', scheme, GATEWAY_SCHEMES)]
  if (publicUrl !== undefined) return [publicUrl.startsWith('https:') ? 'https' : 'http']
  return ['http', 'https']
}

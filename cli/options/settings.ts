import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { authorityIn, readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type ShardName, shardOf } from '../../run/shard.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type ConfiguredDevices, DEFAULT_JUDGED_LEVEL, type JudgedLevel, type Scheme } from '../../suites/index.ts'
import { type Config, JUDGED_LEVELS, loadConfig } from './config-file.ts'
import { loadDevices } from '../target/device-files.ts'
import { addressOf, gatewayUrlOf, schemesOf } from './gateway-options.ts'
import { numberOf, oneOf, specVersionOf } from './option-values.ts'
import { GATEWAY, targetKindOf } from '../target/target-kind.ts'

/** The configuration file that is read when it stands in the working directory and no other is named. */
const CONFIG_FILE = 'plexor.yaml'

/** What the options of `test` and `doctor` leave to say, before defaults: as commander gives them. */
export interface RawOptions {
  config?: string
  specVersion?: string
  only?: string[]
  skip?: string[]
  jobs?: string
  level?: string
  timeout?: string
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
  specVersion: SpecVersion | 'auto'
  only: string[]
  skip: string[]
  jobs: number
  level: JudgedLevel
  timeoutMs: number
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
  devices: ConfiguredDevices
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
    specVersion: specVersionOf(raw.specVersion ?? config.specVersion ?? 'auto'),
    only: raw.only ?? config.only ?? [],
    skip: raw.skip ?? config.skip ?? [],
    jobs: numberOf('--jobs', raw.jobs ?? config.jobs ?? 8, 1, 256, true),
    level: oneOf('--level', raw.level ?? config.level ?? DEFAULT_JUDGED_LEVEL, JUDGED_LEVELS),
    timeoutMs: numberOf('--timeout', raw.timeout ?? config.timeout ?? 10, 0.1, 3600, false) * 1000,
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

const NO_DEVICES: ConfiguredDevices = { reachable: [], gone: [] }

/** A file for both kinds of targets may name devices; with the option, they are meant for the target at hand. */
function devicesOf(target: string, named: string[] | undefined, inConfig: string[] = []): ConfiguredDevices {
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

/** Secrets come from the environment or a file, never from the command line, where others on the machine can read them. */
function secretOf(variable: string, file: string | undefined): string | undefined {
  const secret = file === undefined ? process.env[variable] : readNamedFile('secret', file).trim()
  if (secret === '') throw new UsageError(`The secret in ${file === undefined ? variable : `"${file}"`} is empty`)
  return secret
}

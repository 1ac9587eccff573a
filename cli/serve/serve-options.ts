import { didYouMean } from '../../common/did-you-mean.ts'
import { readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { VARIANTS } from '../../reference/index.ts'
import { NEWEST, type SpecVersion } from '../../spec/index.ts'
import { numberOf, oneOf, specVersionOf } from '../options/option-values.ts'
import type { Address } from './listening.ts'
import { LOG_FORMATS, type LogFormat } from './log-writer.ts'

/** What devices are sent of an event: its IDs alone, or all that the homeserver tells. */
export const CONTENTS = ['ids', 'full'] as const

export type Content = (typeof CONTENTS)[number]

/** The ports that the parts listen at unless told otherwise; together they take them from the first one on. */
export const DEFAULT_PORTS = { homeserver: 8008, gateway: 8009, provider: 8010 } as const

/** How many ports a part takes in a row; the whole chain takes those of all. */
export const PORTS = { homeserver: 1, gateway: 1, provider: 4, chain: 6 } as const

/** What the options of `serve` and its parts leave to say, before defaults: as commander gives them. */
export interface RawServeOptions {
  host?: string
  port?: string
  log?: string
  specVersion?: string
  data?: string
  fault?: string
  variant?: string
  rateLimit?: string
  registrationTokenFile?: string
  trust?: string
  allowHttp?: boolean
  allowPrivateAddresses?: boolean
  apps?: string
  tls?: string
  keys?: string
  content?: string
  open?: boolean
}

/** Options that every part has. */
export interface CommonSettings extends Address {
  log: LogFormat
}

/** How the homeserver of a stack is to be. */
export interface HomeserverSettings {
  specVersion: SpecVersion
  /** Path of the SQLite file, or `undefined` to keep nothing */
  data: string | undefined
  fault: string | undefined
  variant?: string | undefined
  /** Requests per second and user, or `undefined` for no limit */
  rateLimit: number | undefined
  registrationToken: string | undefined
}

/** @param ports how many it takes in a row, from the one that is given */
export function commonSettings(raw: RawServeOptions, defaultPort: number, ports: number): CommonSettings {
  return {
    host: raw.host ?? '127.0.0.1',
    port: numberOf('--port', raw.port ?? defaultPort, 0, 65_536 - ports, true),
    log: oneOf('--log', raw.log ?? 'text', LOG_FORMATS),
  }
}

export function homeserverSettings(raw: RawServeOptions): HomeserverSettings {
  const rateLimit = raw.rateLimit === undefined ? undefined : numberOf('--rate-limit', raw.rateLimit, 0.1, 1e6, false)
  return {
    specVersion: servedSpecVersion(raw.specVersion),
    data: raw.data,
    fault: raw.fault,
    variant: variantOf(raw.variant),
    rateLimit,
    registrationToken:
      raw.registrationTokenFile === undefined ? undefined : tokenIn(readNamedFile('token', raw.registrationTokenFile)),
  }
}

export function contentOf(raw: RawServeOptions): Content {
  return oneOf('--content', raw.content ?? 'ids', CONTENTS)
}

/** A server follows one version; there is nothing that `auto` could find out. */
function servedSpecVersion(name: string | undefined): SpecVersion {
  const specVersion = specVersionOf(name ?? NEWEST)
  if (specVersion !== 'auto') return specVersion
  throw new UsageError('The option --profile was given "auto": name the version that the homeserver is to follow')
}

function variantOf(name: string | undefined): string | undefined {
  const names = VARIANTS.map((variant) => variant.name)
  if (name === undefined || names.includes(name)) return name
  throw new UsageError(
    `There is no variant "${name}" to be: plexor list --variants shows them${didYouMean(name, names)}`,
  )
}

function tokenIn(text: string): string {
  const token = text.trim()
  if (token === '') throw new UsageError('The registration token is empty: put it into the file')
  return token
}

import { unknownName } from '../../common/did-you-mean.ts'
import { readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { VARIANTS } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import type { OptionValues } from '../options/option.ts'
import type { SERVE_OPTIONS } from '../options/serve-table.ts'

/** Settings of the homeserver of a stack. */
export interface HomeserverSettings {
  specVersion: SpecVersion
  /** Path of the SQLite file; undefined to store nothing */
  data: string | undefined
  fault: string | undefined
  variant?: string | undefined
  /** Requests per second and user; undefined for no limit */
  rateLimit: number | undefined
  registrationToken: string | undefined
}

type HomeserverOptions = Pick<
  OptionValues<typeof SERVE_OPTIONS>,
  'specVersion' | 'data' | 'fault' | 'variant' | 'rateLimit'
> & { registrationTokenFile?: string | undefined }

/** @throws {UsageError} for an unknown variant, or a token that cannot be read */
export function homeserverSettings(options: HomeserverOptions): HomeserverSettings {
  const { specVersion, data, fault, variant, rateLimit, registrationTokenFile } = options
  const variants = VARIANTS.map(({ name }) => name)
  if (variant !== undefined && !variants.includes(variant)) {
    throw new UsageError(unknownName('variant', variant, variants, 'plexor list --variants lists them'))
  }
  const registrationToken = registrationTokenFile === undefined ? undefined : readToken(registrationTokenFile)
  return { specVersion, data, fault, variant, rateLimit, registrationToken }
}

function readToken(file: string): string {
  const token = readNamedFile('token', file).trim()
  if (token !== '') return token
  throw new UsageError(`Cannot read the token in "${file}": expected a token, found nothing`)
}

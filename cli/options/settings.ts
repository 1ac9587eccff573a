import { readCaFile, readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { ConfiguredDevices, Scheme } from '../../suites/index.ts'
import { loadDevices } from '../target/device-files.ts'
import { GATEWAY, targetKindOf } from '../target/target-kind.ts'
import { readConfig } from './config-file.ts'
import type { OptionValues, RawOptions } from './option.ts'
import { readOptions } from './read-options.ts'
import { TEST_OPTIONS } from './table.ts'
import type { ListenAddress } from './value-types.ts'

/** Options of `test` and `doctor`, as commander passes them. */
export type RawTestOptions = RawOptions<typeof TEST_OPTIONS>

type TestOptions = OptionValues<typeof TEST_OPTIONS>

/** Settings of a run, complete and checked. */
export interface Settings
  extends Omit<
    TestOptions,
    | 'config'
    | 'device'
    | 'gatewayScheme'
    | 'halfwayTimeout'
    | 'jobs'
    | 'registrationTokenFile'
    | 'settle'
    | 'sharedSecretFile'
    | 'targetCa'
    | 'timeLimit'
    | 'timeout'
  > {
  target: string
  /** Deadline for a response, a push or an unread count, in milliseconds */
  timeoutMs: number
  /** Maximum time for the command of `halfway`, and then for the target to respond again, in milliseconds */
  halfwayTimeoutMs: number
  /** Time that cases wait for what the target does in the background, in milliseconds; undefined to leave them out */
  settleMs: number | undefined
  /** Maximum time that the run may take, in milliseconds */
  timeLimitMs: number | undefined
  /** Maximum number of cases that run at once */
  jobs: number
  /** True to run fewer cases at once while they make the target slow */
  adaptsJobs: boolean
  registrationToken: string | undefined
  sharedSecret: string | undefined
  /** Certificate of a CA (PEM) to trust besides the well-known ones */
  targetCa: string | undefined
  /** Devices that a push gateway under test can reach, and devices that are unregistered */
  devices: ConfiguredDevices
  /** Schemes to try for Plexor's gateway, in order */
  gatewaySchemes: Scheme[]
}

/**
 * Reads the settings of a run: from the command line, else from the configuration file, else the defaults.
 *
 * @param target target of the command line
 * @param raw options of the command line
 * @param fallback target if neither names one; null if one is required
 * @throws {UsageError} for the first option that cannot be used
 */
export function readSettings(
  target: string | undefined,
  raw: RawTestOptions,
  fallback: string | null = 'ref:',
): Settings {
  const config = readConfig(raw.config)
  const {
    config: _,
    device,
    gatewayScheme,
    halfwayTimeout,
    registrationTokenFile,
    sharedSecretFile,
    jobs,
    settle,
    targetCa,
    timeLimit,
    timeout,
    ...options
  } = readOptions(TEST_OPTIONS, raw, config)
  const tested = target ?? config.target ?? fallback
  if (tested === null) {
    throw new UsageError('Missing argument TARGET: name the target, or set "target" in plexor.yaml')
  }
  assertReachable(options.gatewayListen, options.gatewayUrl)
  const { provider, providerUrl } = providerOf(tested, options, raw)
  assertOneSource({ provider, providerUrl }, device)
  assertTimeToSettle(settle, timeLimit)
  return {
    ...options,
    target: tested,
    provider,
    providerUrl,
    jobs: jobs ?? DEFAULT_JOBS,
    adaptsJobs: jobs === undefined,
    timeoutMs: timeout * 1000,
    halfwayTimeoutMs: halfwayTimeout * 1000,
    settleMs: settle === undefined ? undefined : settle * 1000,
    timeLimitMs: timeLimit === undefined ? undefined : timeLimit * 1000,
    registrationToken: secretOf('PLEXOR_REGISTRATION_TOKEN', registrationTokenFile),
    sharedSecret: secretOf('PLEXOR_SHARED_SECRET', sharedSecretFile),
    targetCa: readCaFile('--target-ca', targetCa),
    devices: devicesOf(tested, device, raw.device !== undefined),
    gatewaySchemes: schemesOf(gatewayScheme, options.gatewayUrl),
  }
}

/** Number of cases that run at once if the user names none. */
const DEFAULT_JOBS = 8

/** Every address of the machine can be listened on, but the target needs one that it can reach. */
function assertReachable({ host, port }: ListenAddress, gatewayUrl: string | undefined): void {
  if (!['0.0.0.0', '::'].includes(host) || gatewayUrl !== undefined) return
  throw new UsageError(
    `--gateway-listen: ${host} is every address of this machine; name the one for the target with --gateway-url, as in http://192.0.2.1:${port || 8470}`,
  )
}

/** A pause that lasts as long as the whole run may is a mistake, which the run would only show at its end. */
function assertTimeToSettle(settle: number | undefined, timeLimit: number | undefined): void {
  if (settle === undefined || timeLimit === undefined || settle < timeLimit) return
  throw new UsageError(
    `--settle: expected less than the ${timeLimit} s of --time-limit, found ${settle}; the pause is a part of the run`,
  )
}

/** Returns the scheme that the user chose, or that of the public URL; otherwise both are tried. */
function schemesOf(scheme: Scheme | undefined, publicUrl: string | undefined): Scheme[] {
  if (scheme !== undefined) return [scheme]
  if (publicUrl !== undefined) return [publicUrl.startsWith('https:') ? 'https' : 'http']
  return ['http', 'https']
}

const NO_DEVICES: ConfiguredDevices = { reachable: [], unregistered: [] }

/**
 * Reads the devices of a push gateway. A configuration file may be for both kinds of targets, and its devices are left
 * out for a homeserver; the option is an error then.
 */
function devicesOf(target: string, files: readonly string[], isOption: boolean): ConfiguredDevices {
  if (target.startsWith(`${GATEWAY}ref:`)) {
    if (!isOption) return NO_DEVICES
    throw new UsageError('--device: the push gateway of the reference has devices of its own; leave the option out')
  }
  if (targetKindOf(target) === 'push-gateway') return loadDevices(files)
  if (!isOption) return NO_DEVICES
  throw new UsageError(needsGateway('--device', target))
}

function needsGateway(option: string, target: string): string {
  return `${option}: expected a push gateway as the target, found the homeserver "${target}"; name a gateway as in gateway:https://push.example.org`
}

/**
 * Returns the provider of the run, which only the test of a push gateway has. A configuration file may be for both kinds
 * of targets; the option is an error for a homeserver.
 */
function providerOf(
  target: string,
  { provider, providerUrl }: Pick<TestOptions, 'provider' | 'providerUrl'>,
  raw: RawTestOptions,
): Pick<TestOptions, 'provider' | 'providerUrl'> {
  const isReference = target.startsWith(`${GATEWAY}ref:`)
  if (targetKindOf(target) === 'push-gateway' && !isReference) return { provider, providerUrl }
  const option =
    raw.provider !== undefined ? '--provider' : raw.providerUrl !== undefined ? '--provider-url' : undefined
  if (option === undefined) return { provider: undefined, providerUrl: undefined }
  throw new UsageError(
    isReference
      ? `${option}: the push gateway of the reference has a provider of its own; leave the option out`
      : needsGateway(option, target),
  )
}

/** The devices come from one place alone: a provider makes its own. */
function assertOneSource(
  { provider, providerUrl }: Pick<TestOptions, 'provider' | 'providerUrl'>,
  device: readonly string[],
): void {
  if (provider !== undefined && providerUrl !== undefined) {
    throw new UsageError('--provider: expected either this option or --provider-url, found both; leave one of them out')
  }
  if (device.length === 0 || (provider ?? providerUrl) === undefined) return
  throw new UsageError('--provider: expected no --device, found one; the provider makes the devices of the run')
}

/** Reads a secret from a file or the environment. The command line is visible to other users of the machine. */
function secretOf(variable: string, file: string | undefined): string | undefined {
  const secret = file === undefined ? process.env[variable] : readNamedFile('secret', file).trim()
  if (secret !== '') return secret
  const place = file === undefined ? variable : `"${file}"`
  throw new UsageError(`Cannot read the secret in ${place}: expected a secret, found nothing`)
}

import { join } from 'node:path'

/** Data about the running server that the arguments of plexor are made from. */
export interface InteropServer {
  url: string
  baseline: string
  /** Name and version, where the server does not say them itself */
  name?: string
  /** Directory with the certificate of server and gateway and with `ca.pem`, its CA; over TLS only */
  tlsFolder?: string
}

/** Parsed arguments of the interop command. */
export type InteropChoice = {
  /** Keep the server's default, which blocks pushes to loopback */
  blockPrivateAddresses: boolean
  /** Let the server listen on HTTPS, and push over HTTPS to a gateway whose certificate it verifies */
  tls: boolean
  /** Folder with programs that somebody else has built; undefined to install a release */
  programs?: string
} & ({ mode: 'serve' } | { mode: 'plexor'; args: (facts: InteropServer) => string[] })

/** Options of the interop command that are not passed on to `plexor`. */
export type OwnOption = '--serve' | '--tls' | '--block-private-addresses' | '--programs'

/**
 * Reads the arguments of the interop command: `[--serve] [--tls] [--block-private-addresses] [--programs FOLDER]
 * [REPORT] [PLEXOR ARGUMENT…]`.
 *
 * A server that blocks its pushes cannot be tested: `plexor doctor` is run against it instead.
 *
 * @param all arguments after the name of the script
 * @param defaultReport file for the JSON report if the first argument does not name one
 * @param own options that exist for this homeserver; all others are passed on to `plexor`
 * @throws {Error} when `--serve` is combined with arguments for a run, or `--programs` has no folder
 */
export function parseInteropArguments(
  all: readonly string[],
  defaultReport: string,
  own: readonly OwnOption[],
): InteropChoice {
  const { programs, args } = withoutPrograms(all, own)
  const given = own.filter((option) => args.includes(option))
  const blockPrivateAddresses = given.includes('--block-private-addresses')
  const tls = given.includes('--tls')
  const rest = args.filter((arg) => !given.some((option) => option === arg))
  if (given.includes('--serve')) {
    if (rest.length > 0) {
      throw new Error(`--serve: expected no other arguments, found "${rest.join(' ')}"; remove them, or remove --serve`)
    }
    return { mode: 'serve', blockPrivateAddresses, tls, ...programs }
  }
  if (blockPrivateAddresses) {
    const doctor = (facts: InteropServer) => ['doctor', facts.url, ...tlsOptions(facts), ...rest]
    return { mode: 'plexor', blockPrivateAddresses, tls, ...programs, args: doctor }
  }
  const [first, ...others] = rest
  const namesReport = first !== undefined && !first.startsWith('-')
  const report = namesReport ? first : defaultReport
  const passedOn = namesReport ? others : rest
  const reports = ['--report', 'pretty', '--report', `json=${report}`]
  return {
    mode: 'plexor',
    blockPrivateAddresses,
    tls,
    ...programs,
    args: (facts) => [
      'test',
      facts.url,
      '--baseline',
      facts.baseline,
      ...nameOptions(facts),
      ...tlsOptions(facts),
      ...reports,
      ...passedOn,
    ],
  }
}

/** Takes `--programs FOLDER` out of the arguments, if it is an option of the command. */
function withoutPrograms(args: readonly string[], own: readonly OwnOption[]) {
  const at = own.includes('--programs') ? args.indexOf('--programs') : -1
  if (at === -1) return { programs: {}, args }
  const folder = args[at + 1]
  if (folder === undefined || folder.startsWith('-')) {
    throw new Error(`--programs: expected a folder, found ${folder === undefined ? 'nothing' : `"${folder}"`}; add one`)
  }
  return { programs: { programs: folder }, args: args.toSpliced(at, 2) }
}

function nameOptions({ name }: InteropServer): string[] {
  return name === undefined ? [] : ['--name', name]
}

function tlsOptions({ tlsFolder }: InteropServer): string[] {
  if (tlsFolder === undefined) return []
  return ['--target-ca', join(tlsFolder, 'ca.pem'), '--gateway-tls', tlsFolder, '--gateway-scheme', 'https']
}

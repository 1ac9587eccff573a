import { join } from 'node:path'

/** What is known when the server runs. */
export interface InteropServer {
  url: string
  baseline: string
  /** Folder with the certificate of server and gateway, and `ca.pem`, its authority; over TLS only */
  tlsFolder?: string
}

/** What the interop command was asked to do. */
export type InteropChoice = {
  /** Keep the server's default, by which its pushes do not reach loopback */
  blockPrivateAddresses: boolean
  /** Have the server answer over HTTPS, and push over HTTPS to a gateway whose certificate it verifies */
  tls: boolean
} & ({ mode: 'serve' } | { mode: 'plexor'; args: (facts: InteropServer) => string[] })

/** What an interop command takes itself, and does not pass on. */
export type OwnOption = '--serve' | '--tls' | '--block-private-addresses'

/**
 * Reads the arguments of the interop command: `[--serve] [--tls] [--block-private-addresses] [REPORT] [PLEXOR ARGUMENT…]`.
 *
 * A server whose pushes reach nobody has nothing to show to the suites: it is shown to `plexor doctor` instead.
 *
 * @param args what follows the name of the script
 * @param defaultReport where the JSON report goes when the first argument does not say it
 * @param own which of its own options there are for the homeserver; what is none is passed on to `plexor`
 * @throws when `--serve` comes with arguments for a run
 */
export function parseInteropArguments(
  args: readonly string[],
  defaultReport: string,
  own: readonly OwnOption[],
): InteropChoice {
  const given = own.filter((option) => args.includes(option))
  const blockPrivateAddresses = given.includes('--block-private-addresses')
  const tls = given.includes('--tls')
  const rest = args.filter((arg) => !given.some((option) => option === arg))
  if (given.includes('--serve')) {
    if (rest.length > 0) {
      throw new Error(`--serve runs no suite, found "${rest.join(' ')}": leave that out, or leave out --serve`)
    }
    return { mode: 'serve', blockPrivateAddresses, tls }
  }
  if (blockPrivateAddresses) {
    const doctor = (facts: InteropServer) => ['doctor', facts.url, ...tlsOptions(facts), ...rest]
    return { mode: 'plexor', blockPrivateAddresses, tls, args: doctor }
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
    args: (facts) => ['test', facts.url, '--baseline', facts.baseline, ...tlsOptions(facts), ...reports, ...passedOn],
  }
}

function tlsOptions({ tlsFolder }: InteropServer): string[] {
  if (tlsFolder === undefined) return []
  return ['--target-ca', join(tlsFolder, 'ca.pem'), '--gateway-tls', tlsFolder, '--gateway-scheme', 'https']
}

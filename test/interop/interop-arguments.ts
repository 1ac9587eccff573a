/** What the interop command was asked to do. */
export type InteropChoice = {
  /** Keep the server's default, by which its pushes do not reach loopback */
  blockPrivateAddresses: boolean
} & ({ mode: 'serve' } | { mode: 'plexor'; args: (url: string, baseline: string) => string[] })

/**
 * Reads the arguments of the interop command: `[--serve] [--block-private-addresses] [REPORT] [PLEXOR ARGUMENT…]`.
 *
 * A server whose pushes reach nobody has nothing to show to the suites: it is shown to `plexor doctor` instead.
 *
 * @param args what follows the name of the script
 * @param defaultReport where the JSON report goes when the first argument does not say it
 * @throws when `--serve` comes with arguments for a run
 */
export function parseInteropArguments(args: readonly string[], defaultReport: string): InteropChoice {
  const blockPrivateAddresses = args.includes('--block-private-addresses')
  const rest = args.filter((arg) => arg !== '--serve' && arg !== '--block-private-addresses')
  if (args.includes('--serve')) {
    if (rest.length > 0) {
      throw new Error(`--serve runs no suite, found "${rest.join(' ')}": leave that out, or leave out --serve`)
    }
    return { mode: 'serve', blockPrivateAddresses }
  }
  if (blockPrivateAddresses) {
    return { mode: 'plexor', blockPrivateAddresses, args: (url) => ['doctor', url, ...rest] }
  }
  const [first, ...others] = rest
  const namesReport = first !== undefined && !first.startsWith('-')
  const report = namesReport ? first : defaultReport
  const passedOn = namesReport ? others : rest
  const reports = ['--report', 'pretty', '--report', `json=${report}`]
  return {
    mode: 'plexor',
    blockPrivateAddresses,
    args: (url, baseline) => ['test', url, '--baseline', baseline, ...reports, ...passedOn],
  }
}

import type { Command } from 'commander'
import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import type * as parts from './run-parts.ts'

/** Adds `plexor serve` and its parts. Each runs until the user ends it; `finish` gets the exit code then. */
export function addServeCommand(root: Command, finish: (exitCode: number) => void): void {
  // The parts are loaded when they are asked for: no other command needs them
  const until = (name: keyof typeof parts) => async (_: unknown, command: Command) => {
    assertNoPart(command.args)
    if (command !== serve) assertOwnOptions(command, serve)
    assertNotEmpty(command)
    const run = (await import('./run-parts.ts'))[name]
    await run(command.optsWithGlobals())
    finish(0)
  }
  const serve = withHomeserverOptions(
    withCommonOptions(root.command('serve'), '8008, and the five after it'),
    'everything in this SQLite file, and the devices in FILE-devices',
  )
    .description('run the reference push stack: homeserver, push gateway, provider and devices')
    .option('--content <WHAT>', 'what devices are sent: ids, or full for all that the homeserver tells (default: ids)')
    .option('--open', 'show the inboxes of the devices in a browser')
    .allowExcessArguments()
    .action(until('runChain'))
  withHomeserverOptions(withCommonOptions(serve.command('homeserver'), '8008'), 'everything in this SQLite file')
    .description('run the homeserver alone')
    .option('--registration-token-file <FILE>', 'token that people need to register (default: anyone may)')
    .option('--trust <FILE>', 'authority of the push gateways, as PEM, where it is no well-known one')
    .option('--allow-http', 'take push gateways without TLS')
    .option('--allow-private-addresses', 'take push gateways at loopback and private addresses')
    .action(until('runHomeserver'))
  withCommonOptions(serve.command('gateway'), '8009')
    .description('run the push gateway alone')
    .requiredOption('--apps <FILE>', 'the apps that it serves (docs/running-the-stack.md says how they are written)')
    .option('--tls <FOLDER>', "keep the gateway's certificate there; its ca.pem is for homeservers to trust")
    .option('--http', 'answer without TLS, as behind a proxy that has it')
    .option('--fault <NAME>', 'a fault of the push gateway to have')
    .action(until('runGateway'))
  withCommonOptions(serve.command('provider'), '8010, and the three after it')
    .description('run the provider alone: APNs, FCM and Web Push, with the inboxes of devices')
    .requiredOption('--keys <FOLDER>', 'keep there the devices, and what a push gateway needs to reach them')
    .option('--content <WHAT>', 'what that gateway is to send: ids or full (default: ids)')
    .option('--open', 'show the inboxes of the devices in a browser')
    .action(until('runProvider'))
}

const PARTS = ['homeserver', 'gateway', 'provider']

/** The name of a part that there is not reaches the command as an argument. */
function assertNoPart([name]: readonly string[]): void {
  if (name === undefined) return
  throw new UsageError(
    `There is no part "${name}" to serve: there are ${PARTS.join(', ')}, and all of them without a name${didYouMean(name, PARTS)}`,
  )
}

/** Options of the whole chain are understood before the name of a part too, and after it: not all are for the part. */
function assertOwnOptions(part: Command, serve: Command): void {
  const own = part.options.map((option) => option.attributeName())
  const others = serve.options.filter((option) => !own.includes(option.attributeName()))
  const given = others.find((option) => serve.getOptionValue(option.attributeName()) !== undefined)
  if (given === undefined) return
  throw new UsageError(`The option ${given.long} is not for the ${part.name()} alone: leave it out`)
}

/** An empty text names no file and no address; what is behind would take it for something that nobody means. */
function assertNotEmpty(command: Command): void {
  const values: Record<string, unknown> = command.optsWithGlobals()
  const options = [...command.options, ...(command.parent?.options ?? [])]
  const empty = options.find((option) => values[option.attributeName()] === '')
  if (empty !== undefined) throw new UsageError(`The option ${empty.long} was given "", which is nothing`)
}

function withCommonOptions(command: Command, ports: string): Command {
  return command
    .configureHelp({ showGlobalOptions: false })
    .option('--host <ADDRESS>', 'address to listen at (default: 127.0.0.1)')
    .option('--port <NUMBER>', `port to listen at, 0 for a free one (default: ${ports})`)
    .option('--log <FORMAT>', 'how to show what happens: text, or json for programs (default: text)')
}

function withHomeserverOptions(command: Command, kept: string): Command {
  return command
    .option(
      '--profile, --spec-version <VERSION>',
      'version of the specification to follow: seed, v1.1 … v1.19 (default: the newest)',
    )
    .option('--data <FILE>', `keep ${kept} (default: in memory)`)
    .option('--fault <NAME>', 'a fault to have (plexor list --faults shows them)')
    .option('--variant <NAME>', 'a variant to be (plexor list --variants shows them)')
    .option('--rate-limit <NUMBER>', 'requests per second that each user may make (default: any number)')
}

import { Command } from 'commander'
import { unknownName } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { addOptions } from '../options/add-options.ts'
import {
  SERVE_GATEWAY_OPTIONS,
  SERVE_HOMESERVER_OPTIONS,
  SERVE_OPTIONS,
  SERVE_PROVIDER_OPTIONS,
} from '../options/serve-table.ts'
import type * as parts from './run-parts.ts'

/** Defines `plexor serve` and the commands for its parts. Each runs until the user stops it. */
export function serveCommand(finish: (exitCode: number) => void): Command {
  const action = (name: keyof typeof parts) => async (_: unknown, command: Command) => {
    assertNoPart(command.args)
    if (command !== serve) assertOwnOptions(command, serve)
    const run = (await import('./run-parts.ts'))[name]
    await run(command.optsWithGlobals())
    finish(0)
  }
  const serve = addOptions(new Command('serve'), SERVE_OPTIONS)
    .description('run the reference push stack: homeserver, push gateway, provider and devices')
    .allowExcessArguments()
    .action(action('runChain'))
  addOptions(serve.command('homeserver'), SERVE_HOMESERVER_OPTIONS)
    .description('run the homeserver alone')
    .action(action('runHomeserver'))
  addOptions(serve.command('gateway'), SERVE_GATEWAY_OPTIONS)
    .description('run the push gateway alone')
    .action(action('runGateway'))
  addOptions(serve.command('provider'), SERVE_PROVIDER_OPTIONS)
    .description('run the provider alone: APNs, FCM and Web Push, with the inboxes of devices')
    .action(action('runProvider'))
  return serve
}

const PARTS = ['homeserver', 'gateway', 'provider']

/** Refuses the name of an unknown part, which reaches the command as an argument. */
function assertNoPart([name]: readonly string[]): void {
  if (name === undefined) return
  throw new UsageError(
    unknownName('part', name, PARTS, `expected one of ${PARTS.join(', ')}, or none to serve them all`),
  )
}

/** Refuses options of the whole stack that a part does not have: commander accepts them before and after its name. */
function assertOwnOptions(part: Command, serve: Command): void {
  const own = part.options.map((option) => option.attributeName())
  const others = serve.options.filter((option) => !own.includes(option.attributeName()))
  const foreign = others.find((option) => serve.getOptionValue(option.attributeName()) !== undefined)
  if (foreign === undefined) return
  throw new UsageError(`${foreign.long}: plexor serve ${part.name()} does not have this option; leave it out`)
}

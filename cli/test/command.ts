import { Command } from 'commander'
import { EXIT_CODES_HELP } from '../exit-codes.ts'
import { addOptions } from '../options/add-options.ts'
import { TEST_OPTIONS } from '../options/table.ts'

/** Defines `plexor test`. */
export function testCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('test'), TEST_OPTIONS)
    .description('run the suites against a target')
    .argument(
      '[TARGET]',
      'URL of a homeserver, gateway:URL for a push gateway, ref: or gateway:ref: for the built-in ones (default: ref:)',
    )
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (target, options) => finish(await (await import('./run.ts')).test(target, options)))
}

import { Command } from 'commander'
import { EXIT_CODES_HELP } from '../exit-codes.ts'
import { addOptions } from '../options/add-options.ts'
import { EXPLORE_OPTIONS } from '../options/explore-table.ts'

/** Defines `plexor explore`. */
export function exploreCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('explore'), EXPLORE_OPTIONS)
    .description('run random histories against a homeserver, and print the shortest one that shows a fault')
    .argument('[TARGET]', 'URL of a homeserver, or ref: for the built-in one (default: that of plexor.yaml, or ref:)')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (target, options) => finish(await (await import('./run.ts')).exploreTarget(target, options)))
}

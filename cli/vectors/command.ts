import { Command } from 'commander'
import { EXIT_CODES_HELP } from '../exit-codes.ts'
import { addOptions } from '../options/add-options.ts'
import { VECTORS_OPTIONS } from '../options/table.ts'

/** Defines `plexor vectors`. */
export function vectorsCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('vectors'), VECTORS_OPTIONS)
    .description("test an evaluator of push rules without a server: Plexor's own, or your program")
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (options) => finish(await (await import('./run.ts')).testVectors(options)))
}

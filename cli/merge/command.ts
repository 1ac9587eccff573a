import { Command } from 'commander'
import { EXIT_CODES_HELP } from '../exit-codes.ts'
import { addOptions } from '../options/add-options.ts'
import { MERGE_OPTIONS } from '../options/table.ts'

/** Defines `plexor merge`. */
export function mergeCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('merge'), MERGE_OPTIONS)
    .description('combine the JSON reports of shards')
    .argument('<FILE...>', 'report of each shard, written by plexor test --shard --report json=FILE')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (files, options) => finish((await import('./run.ts')).merge(files, options)))
}

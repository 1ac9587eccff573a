import { Command } from 'commander'
import { addOptions } from '../options/add-options.ts'
import { LIST_OPTIONS } from '../options/table.ts'

/** Defines `plexor list`. */
export function listCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('list'), LIST_OPTIONS)
    .description('list the cases, or the requirements, faults or variants')
    .action(async (options) => finish(await (await import('./run.ts')).list(options)))
}

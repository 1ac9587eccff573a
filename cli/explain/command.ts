import { Command } from 'commander'
import { addOptions } from '../options/add-options.ts'
import { EXPLAIN_OPTIONS } from '../options/table.ts'

/** Defines `plexor explain`. */
export function explainCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('explain'), EXPLAIN_OPTIONS)
    .description('show which push rule decides about an event, and why none before it does: of files, or of an account')
    .action(async (options) => finish(await (await import('./run.ts')).runExplain(options)))
}

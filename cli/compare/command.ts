import { Command } from 'commander'
import { addOptions } from '../options/add-options.ts'
import { COMPARE_OPTIONS } from '../options/table.ts'

/** Defines `plexor compare`. */
export function compareCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('compare'), COMPARE_OPTIONS)
    .description('set the JSON reports of two to ten implementations side by side, requirement by requirement')
    .argument('<REPORT...>', 'report of each implementation, written by plexor test --report json=FILE')
    .addHelpText('after', '\nExit codes: 0 compared, whatever the reports say, 2 wrong usage')
    .action(async (files, options) => finish((await import('./run.ts')).compare(files, options)))
}

import { Command } from 'commander'
import { addOptions } from '../options/add-options.ts'
import { DIFF_OPTIONS } from '../options/table.ts'

/** Defines `plexor diff`. */
export function diffCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('diff'), DIFF_OPTIONS)
    .description('compare two JSON reports: cases that regressed, were fixed, were added or removed')
    .argument('<BEFORE>', 'report written by plexor test --report json=FILE')
    .argument('<AFTER>', 'later report of the same kind')
    .addHelpText('after', '\nExit codes: 0 no regression, 1 a case regressed, 2 wrong usage')
    .action(async (before, after, options) => finish((await import('./run.ts')).diff(before, after, options)))
}

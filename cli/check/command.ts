import { Command } from 'commander'
import { addOptions } from '../options/add-options.ts'
import { CHECK_OPTIONS } from '../options/check-table.ts'

const EXIT_CODES_HELP = `
Exit codes: 0 no finding that fails, 1 findings, 2 wrong usage, 3 target of --execute unreachable`

/** Defines `plexor check`. */
export function checkCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('check'), CHECK_OPTIONS)
    .description('check the examples in documents about push: rules, events, requests')
    .argument('[FILE...]', 'Markdown, reStructuredText, HTML, YAML or JSON; folders; - for standard input')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (files, options) => finish(await (await import('./run.ts')).check(files, options)))
}

import { Command } from 'commander'
import { EXIT_CODES_HELP } from '../exit-codes.ts'
import { addOptions } from '../options/add-options.ts'
import { DOCTOR_OPTIONS } from '../options/table.ts'

/** Defines `plexor doctor`. */
export function doctorCommand(finish: (exitCode: number) => void): Command {
  return addOptions(new Command('doctor'), DOCTOR_OPTIONS)
    .description('check whether a target can be tested, and what to change if not')
    .argument(
      '[TARGET]',
      'URL of a homeserver, gateway:URL for a push gateway, ref: or gateway:ref: (default: that of plexor.yaml)',
    )
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (target, options) => finish(await (await import('./run.ts')).doctor(target, options)))
}

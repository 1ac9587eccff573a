/**
 * Runs the suites against a Continuwuity that somebody has built: the command behind
 * `npm run interop:continuwuity -- --programs FOLDER`.
 */
import { conduitCommand } from './conduit-command.ts'

process.exitCode = await conduitCommand(process.argv.slice(2), {
  name: 'Continuwuity',
  program: 'conduwuit',
  settings: {
    // By default the first account needs a token that is printed at the start
    force_disable_first_run_mode: true,
    // Seconds until a failed push is sent again for the first time
    sender_retry_backoff_base: 1,
  },
  // While it makes this push, it ends a part of itself that sends those of about half of all users
  leavesOut: ['actions/tweak-without-value'],
})

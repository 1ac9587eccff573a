/**
 * Runs the suites against a tuwunel that somebody has built: the command behind
 * `npm run interop:tuwunel -- --programs FOLDER`.
 */
import { conduitCommand } from './conduit-command.ts'

process.exitCode = await conduitCommand(process.argv.slice(2), {
  name: 'tuwunel',
  program: 'tuwunel',
  // Seconds until a failed push is sent again for the first time
  settings: { sender_timeout: 1 },
})

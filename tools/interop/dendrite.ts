/**
 * Runs the suites against a real Dendrite, from its installation to the report: the command behind
 * `npm run interop:dendrite`.
 *
 * Exit codes: those of `plexor`; 3 also if Dendrite does not start or the run does not end; 4 if Dendrite cannot be
 * installed on this machine and nothing was run.
 */
import { fileURLToPath } from 'node:url'
import { DENDRITE_VERSION, installDendrite } from './dendrite-install.ts'
import { startDendrite } from './dendrite-server.ts'
import type { InteropChoice } from './interop-arguments.ts'
import { interopCommand, runPlexor, say, timed, untilInterrupted } from './interop-command.ts'

const BASELINE = fileURLToPath(new URL('./dendrite.baseline.yaml', import.meta.url))

process.exitCode = await interopCommand(process.argv.slice(2), {
  name: 'Dendrite',
  report: 'dendrite-report.json',
  options: ['--serve'],
  run: withDendrite,
})

async function withDendrite(choice: InteropChoice, interrupted: AbortSignal): Promise<number> {
  const programs = await timed(`Dendrite ${DENDRITE_VERSION}: installed`, () => installDendrite(interrupted))
  const dendrite = await timed('Dendrite: started', () => startDendrite(programs, interrupted))
  try {
    if (choice.mode === 'serve') {
      say(`  URL      ${dendrite.url}`)
      say(`  files    ${dendrite.directory}`)
      say(`  process  ${dendrite.pid}; stop it with Ctrl-C, or by ending process ${process.pid}`)
      return await untilInterrupted('Dendrite', dendrite.ended, interrupted)
    }
    const args = choice.args({ url: dendrite.url, baseline: BASELINE })
    return await timed(`plexor ${args[0]}: ended`, () => runPlexor(args, interrupted))
  } finally {
    await timed('Dendrite: stopped', dendrite.stop)
  }
}

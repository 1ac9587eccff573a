/**
 * Runs the suites against a real Dendrite, from its installation to the report: the command behind
 * `npm run interop:dendrite`. With `--programs FOLDER`, one that somebody else has built.
 *
 * Exit codes: those of `plexor`; 3 also if Dendrite does not start or the run does not end; 4 if Dendrite cannot be
 * installed on this machine and nothing was run.
 */
import { baselineFor } from './baseline-for.ts'
import { DENDRITE_VERSION, installDendrite, versionOfDendrite } from './dendrite-install.ts'
import { startDendrite } from './dendrite-server.ts'
import type { InteropChoice } from './interop-arguments.ts'
import { interopCommand, runPlexor, timed, untilInterrupted } from './interop-command.ts'

process.exitCode = await interopCommand(process.argv.slice(2), {
  name: 'Dendrite',
  report: 'dendrite-report.json',
  options: ['--serve', '--programs'],
  run: withDendrite,
})

async function withDendrite(choice: InteropChoice, interrupted: AbortSignal): Promise<number> {
  const programs =
    choice.programs ?? (await timed(`Dendrite ${DENDRITE_VERSION}: installed`, () => installDendrite(interrupted)))
  const version = await versionOfDendrite(programs, interrupted)
  const dendrite = await timed('Dendrite: started', () => startDendrite(programs, interrupted))
  try {
    if (choice.mode === 'serve') {
      return await untilInterrupted('Dendrite', dendrite, { URL: dendrite.url, files: dendrite.directory }, interrupted)
    }
    const args = choice.args({
      url: dendrite.url,
      baseline: baselineFor('dendrite', version),
      name: `Dendrite ${version}`,
    })
    return await timed(`plexor ${args[0]}: ended`, () => runPlexor(args, interrupted))
  } finally {
    await timed('Dendrite: stopped', dendrite.stop)
  }
}

/**
 * Runs the suites against a tuwunel that somebody has built: the command behind
 * `npm run interop:tuwunel -- --programs FOLDER`.
 *
 * Exit codes: those of `plexor`; 2 also without a folder; 3 also if tuwunel does not start or the run does not end; 4 if
 * there is no such program and nothing was run.
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { baselineFor } from './baseline-for.ts'
import type { InteropChoice } from './interop-arguments.ts'
import { interopCommand, runPlexor, say, timed, Unavailable, untilInterrupted } from './interop-command.ts'
import { runProgram } from './run-program.ts'
import { startTuwunel } from './tuwunel-server.ts'

process.exitCode = await interopCommand(process.argv.slice(2), {
  name: 'tuwunel',
  report: 'tuwunel-report.json',
  options: ['--serve', '--programs'],
  run: withTuwunel,
})

async function withTuwunel(choice: InteropChoice, interrupted: AbortSignal): Promise<number> {
  const { programs } = choice
  if (programs === undefined) {
    throw new Unavailable('it is on no registry; build it, and name the folder of the program with --programs FOLDER')
  }
  const version = await versionOf(join(programs, 'tuwunel'), interrupted)
  const tuwunel = await timed(`tuwunel ${version}: started`, () => startTuwunel(programs, interrupted))
  try {
    if (choice.mode === 'serve') {
      say(`  URL      ${tuwunel.url}`)
      say(`  files    ${tuwunel.directory}`)
      say(`  process  ${tuwunel.pid}; stop it with Ctrl-C, or by ending process ${process.pid}`)
      return await untilInterrupted('tuwunel', tuwunel.ended, interrupted)
    }
    const args = choice.args({ url: tuwunel.url, baseline: baselineFor('tuwunel', version) })
    return await timed(`plexor ${args[0]}: ended`, () => runPlexor(args, interrupted))
  } finally {
    await timed('tuwunel: stopped', tuwunel.stop)
  }
}

/** Returns the version of the program, which prints its name before it. */
async function versionOf(program: string, signal: AbortSignal): Promise<string> {
  await access(program).catch(() => {
    throw new Unavailable(`expected the program ${program}, found none`)
  })
  const { output } = await runProgram(program, ['--version'], signal)
  return output.trim().split(/\s+/)[1] ?? ''
}

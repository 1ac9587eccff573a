import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { baselineFor } from './baseline-for.ts'
import { type ConduitDescendant, startConduitDescendant } from './conduit-server.ts'
import type { InteropChoice } from './interop-arguments.ts'
import { interopCommand, runPlexor, timed, Unavailable, untilInterrupted } from './interop-command.ts'
import { runProgram } from './run-program.ts'

/**
 * Runs the suites against a homeserver that descends from Conduit and that somebody has built.
 *
 * @param args arguments after the name of the script; `--programs FOLDER` names the folder with the program
 * @returns the exit code of `plexor`; 2 also without a folder; 3 also if the homeserver does not start or the run does
 *   not end; 4 if there is no such program and nothing was run
 */
export async function conduitCommand(args: readonly string[], homeserver: ConduitDescendant): Promise<number> {
  return await interopCommand(args, {
    name: homeserver.name,
    report: `${homeserver.name.toLowerCase()}-report.json`,
    options: ['--serve', '--programs'],
    run: (choice, interrupted) => withHomeserver(homeserver, choice, interrupted),
  })
}

async function withHomeserver(
  homeserver: ConduitDescendant,
  choice: InteropChoice,
  interrupted: AbortSignal,
): Promise<number> {
  const { name } = homeserver
  const { programs } = choice
  if (programs === undefined) {
    throw new Unavailable('it is on no registry; build it, and name the folder of the program with --programs FOLDER')
  }
  const version = await versionOf(join(programs, homeserver.program), interrupted)
  const running = await timed(`${name} ${version}: started`, () =>
    startConduitDescendant(homeserver, programs, interrupted),
  )
  try {
    if (choice.mode === 'serve') {
      return await untilInterrupted(name, running, { URL: running.url, files: running.directory }, interrupted)
    }
    const args = choice.args({
      url: running.url,
      baseline: baselineFor(name.toLowerCase(), version),
      name: `${name} ${version}`,
    })
    const leftOut = (homeserver.leavesOut ?? []).flatMap((id) => ['--skip', id])
    return await timed(`plexor ${args[0]}: ended`, () => runPlexor([...args, ...leftOut], interrupted))
  } finally {
    await timed(`${name}: stopped`, running.stop)
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

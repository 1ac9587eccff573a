import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { baselineFor } from '../baseline-for.ts'
import type { InteropChoice } from '../interop-arguments.ts'
import { interopCommand, runPlexor, timed, Unavailable, untilInterrupted } from '../interop-command.ts'
import type { RunningServer } from '../server-process.ts'

/** Push gateway that the suites can be run against. */
export interface InteropGateway {
  name: string
  /** End of the message without `--programs`: what to do */
  unavailable: string
  /**
   * Returns its version.
   *
   * @param programs folder with its programs
   * @throws {Unavailable} when it is not there
   */
  versionOf(programs: string, signal: AbortSignal): Promise<string>
  /**
   * Starts it.
   *
   * @param folder empty folder for the keys of a provider
   */
  start(programs: string, folder: string, signal: AbortSignal): Promise<StartedGateway>
}

/** Push gateway that runs, with what stands behind it. */
export interface StartedGateway {
  gateway: RunningServer
  /** Options of `plexor test` that name or start the provider behind it */
  options: readonly string[]
  stop(): Promise<void>
}

/**
 * Runs the suites against a push gateway that somebody has built, and sees what arrives at its devices.
 *
 * @param args arguments after the name of the script; `--programs FOLDER` names the folder with the program
 * @returns the exit code of `plexor`; 2 also for wrong arguments; 3 also if the gateway does not start or the run does not
 *   end; 4 if there is no such program and nothing was run
 */
export async function gatewayCommand(args: readonly string[], gateway: InteropGateway): Promise<number> {
  return await interopCommand(args, {
    name: gateway.name,
    report: `${gateway.name.toLowerCase()}-report.json`,
    options: ['--serve', '--programs'],
    run: (choice, interrupted) => withGateway(gateway, choice, interrupted),
  })
}

async function withGateway(
  { name, unavailable, versionOf, start }: InteropGateway,
  choice: InteropChoice,
  interrupted: AbortSignal,
): Promise<number> {
  const { programs } = choice
  if (programs === undefined) throw new Unavailable(`it is on no registry; ${unavailable}`)
  const version = await versionOf(programs, interrupted)
  const folder = await mkdtemp(join(tmpdir(), 'plexor-provider-'))
  try {
    const started = await timed(`${name} ${version}: started`, () => start(programs, folder, interrupted))
    const { gateway, options, stop } = started
    try {
      const url = `gateway:${gateway.url}`
      if (choice.mode === 'serve') {
        const facts = { target: `${url} ${options.join(' ')}`, files: gateway.directory }
        return await untilInterrupted(name, gateway, facts, interrupted)
      }
      const args = choice.args({
        url,
        baseline: baselineFor(name.toLowerCase(), version, new URL('.', import.meta.url)),
        name: `${name} ${version}`.trim(),
      })
      return await timed(`plexor ${args[0]}: ended`, () => runPlexor([...args, ...options], interrupted))
    } finally {
      await timed(`${name}: stopped`, stop)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

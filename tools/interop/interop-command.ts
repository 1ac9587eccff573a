import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type InteropChoice, type OwnOption, parseInteropArguments } from './interop-arguments.ts'

const PLEXOR = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

/** Longest run: one takes a minute or two, and several times as long with --repeat or on a busy machine. */
const RUN_DEADLINE_MS = 40 * 60_000

const EXIT_USAGE = 2
const EXIT_INCONCLUSIVE = 3
const EXIT_NOT_RUN = 4

/** Thrown when a homeserver cannot be installed on this machine. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** A homeserver that the suites can be run against. */
export interface Interop {
  name: string
  /** File for the JSON report if no argument names one */
  report: string
  options: readonly OwnOption[]
  /** Starts the homeserver, runs the chosen command, stops the homeserver, and returns the exit code */
  run(choice: InteropChoice, interrupted: AbortSignal): Promise<number>
}

/**
 * Runs the suites against a homeserver, from its installation to the report.
 *
 * @returns the exit code of `plexor`; 3 also if the homeserver does not start or the run does not end; 4 if the
 *   homeserver cannot be installed on this machine and nothing was run
 */
export async function interopCommand(
  args: readonly string[],
  { name, report, options, run }: Interop,
): Promise<number> {
  let choice: InteropChoice
  try {
    choice = parseInteropArguments(args, report, options)
  } catch (error) {
    complain(error)
    return EXIT_USAGE
  }
  const interruption = new AbortController()
  // Once only: a second signal ends the process without clean-up.
  process.once('SIGINT', () => interruption.abort(new Error('Interrupted')))
  process.once('SIGTERM', () => interruption.abort(new Error('Terminated')))
  try {
    return await run(choice, interruption.signal)
  } catch (error) {
    if (error instanceof Unavailable) {
      say(`${name}: not run: ${error.message}`)
      return EXIT_NOT_RUN
    }
    complain(error)
    return EXIT_INCONCLUSIVE
  }
}

/** Runs the `plexor` command on this terminal and returns its exit code. */
export async function runPlexor(args: readonly string[], interrupted: AbortSignal): Promise<number> {
  const plexor = spawn(process.execPath, [PLEXOR, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  const end = once(plexor, 'exit')
  const timeout = AbortSignal.timeout(RUN_DEADLINE_MS)
  const stop = AbortSignal.any([interrupted, timeout])
  const kill = () => plexor.kill()
  stop.addEventListener('abort', kill)
  await end
  stop.removeEventListener('abort', kill)
  interrupted.throwIfAborted()
  if (timeout.aborted)
    throw new Error(`The run did not end within ${RUN_DEADLINE_MS / 60_000} minutes, and was stopped`)
  if (plexor.exitCode === null) throw new Error(`plexor was ended by ${plexor.signalCode}`)
  return plexor.exitCode
}

/** Server that keeps running until interrupted. */
interface KeptServer {
  pid: number
  /** Settles when the server has ended */
  ended: Promise<unknown>
}

/**
 * Keeps a server running until interrupted.
 *
 * @param facts what to print about it, by its name
 */
export async function untilInterrupted(
  name: string,
  { pid, ended }: KeptServer,
  facts: Readonly<Record<string, string>>,
  interrupted: AbortSignal,
): Promise<number> {
  const lines = { ...facts, process: `${pid}; stop it with Ctrl-C, or by ending process ${process.pid}` }
  const width = Math.max(...Object.keys(lines).map(({ length }) => length))
  for (const [what, value] of Object.entries(lines)) say(`  ${what.padEnd(width)}  ${value}`)
  if (!interrupted.aborted) await Promise.race([once(interrupted, 'abort'), ended])
  if (!interrupted.aborted) throw new Error(`${name} ended by itself`)
  return 0
}

/** Runs an action, and prints the time it took. */
export async function timed<T>(what: string, action: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await action()
  say(`${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  return result
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}

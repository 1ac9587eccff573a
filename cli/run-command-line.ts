import type { Command } from 'commander'
import { reasonOf } from '../common/named-file.ts'
import { createProgram } from './program.ts'
import { print, reportError } from './report-error.ts'

/** Time to close what is still open after an interruption, in milliseconds. */
const MAX_CLOSING_MS = 2_000

/** Returns a command with the commands below it. */
function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Returns the name of a command with those above it: `plexor serve gateway`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}

/**
 * Runs the command line of this process, and sets its exit code.
 *
 * What an interrupted command still waits for, such as a target that does not respond, does not keep the process alive.
 */
export async function runCommandLine(): Promise<void> {
  watchOutput()
  const exitCode = await run(process.argv.slice(2))
  process.exitCode = exitCode
  if (exitCode > 128) setTimeout(() => process.exit(), MAX_CLOSING_MS).unref()
}

/** Watches the standard streams, which their readers can close at any time. */
function watchOutput(): void {
  // A reader such as head may close the pipe early: that is not an error of the run
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(print([`Cannot write to standard output: ${reasonOf(error)}`], 2))
  })
  // It may be the same pipe, and there is nowhere else to say so
  process.stderr.on('error', () => {})
}

/** Runs a command and returns the exit code. */
async function run(args: string[]): Promise<number> {
  if (isVersionForPrograms(args)) return (await import('./print-version.ts')).printVersion()
  let exitCode = 0
  const root = createProgram((code) => {
    exitCode = code
  })
  for (const command of withSubcommands(root)) {
    command.exitOverride()
    command.configureOutput({
      outputError: (text, write) => write(`plexor: ${reword(text)} (see ${fullName(command)} --help)\n`),
    })
  }
  try {
    await root.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return reportError(error)
  }
}

/** Reports whether the command line asks for the version as JSON. */
function isVersionForPrograms(args: readonly string[]): boolean {
  return args.length === 2 && args.includes('--json') && (args.includes('--version') || args.includes('-V'))
}

/** Messages of commander, with Plexor's wording. */
const REWORDED: [pattern: RegExp, sentence: string][] = [
  [/^unknown (option|command) '([^']*)'/, 'Unknown $1 "$2"'],
  [/\(Did you mean (one of )?(.*)\?\)$/, '; did you mean "$2"?'],
  [/^missing required argument '([^']*)'$/, 'Missing argument $1'],
  [/^required option '(--[\w-]+)[^']*' not specified$/, 'Missing option $1'],
  [/^option '(?:.*, )?(--[\w-]+) <(\w\S*)>' argument missing$/, '$1: expected $2, found nothing'],
  [/^too many arguments.* Expected (\d+) arguments?.*but got (\d+)\.$/, 'Too many arguments: expected $1, found $2'],
]

function reword(text: string): string {
  const bare = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\n/g, '')
  return REWORDED.reduce((sentence, [pattern, wording]) => sentence.replace(pattern, wording), bare)
}

import { type Command, CommanderError } from 'commander'
import { reasonOf } from '../common/named-file.ts'
import { visible } from '../common/text.ts'
import { UsageError } from '../common/usage-error.ts'
import { TargetError } from '../suites/harness/case/errors.ts'
import { exitCodeOfTargetError } from './exit-codes.ts'
import { createProgram } from './program.ts'

/** Returns a command with the commands below it. */
function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Returns the name of a command with those above it: `plexor serve gateway`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}

/** Runs the command line and returns the exit code. A mistake of the user is one sentence, never a stack trace. */
async function main(args: string[]): Promise<number> {
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
    return explain(error)
  }
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

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return print([error.message], error.exitCode)
  if (error instanceof TargetError) {
    const advice = error.advice.map((line) => `  - ${line}`)
    return print([error.message, ...advice], exitCodeOfTargetError(error))
  }
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return print(['Plexor itself failed, which is a defect of Plexor:', ...defect.split('\n')], 3)
}

function print(lines: string[], exitCode: number): number {
  // Some of these lines quote the target
  process.stderr.write(`plexor: ${lines.map(visible).join('\n')}\n`)
  return exitCode
}

// A reader such as head may close the pipe early: that is not an error of the run
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(print([`Cannot write to standard output: ${reasonOf(error)}`], 2))
})

process.exitCode = await main(process.argv.slice(2))

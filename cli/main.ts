import { type Command, CommanderError } from 'commander'
import { reasonOf } from '../common/named-file.ts'
import { visible } from '../common/text.ts'
import { UsageError } from '../common/usage-error.ts'
import { TargetError } from '../suites/harness/case/errors.ts'
import { createProgram } from './program.ts'
import { exitCodeOfTargetError } from './exit-codes.ts'

/** A command, those under it, and so on. */
function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Runs the command line and gives the exit code. What a user did wrong is one sentence, never a stack trace. */
async function main(args: string[]): Promise<number> {
  let exitCode = 0
  const root = createProgram((code) => {
    exitCode = code
  })
  for (const command of withSubcommands(root)) {
    command.exitOverride()
    command.configureOutput({
      outputError: (text, write) =>
        write(
          `plexor: ${text
            .replace(/^error: /, '')
            .trim()
            .replaceAll('\n', ' ')} (see plexor --help)\n`,
        ),
    })
  }
  try {
    await root.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return explain(error)
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return say([error.message], error.exitCode)
  if (error instanceof TargetError) {
    const advice = error.advice.map((line) => `  - ${line}`)
    return say([error.message, ...advice], exitCodeOfTargetError(error))
  }
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return say(['Plexor itself failed, which is a defect of Plexor:', ...defect.split('\n')], 3)
}

function say(lines: string[], exitCode: number): number {
  // What the target said is in some of these lines
  process.stderr.write(`plexor: ${lines.map(visible).join('\n')}\n`)
  return exitCode
}

// A reader that has seen enough, such as head, may close the pipe: that is no error of the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(say([`Cannot write to standard output: ${reasonOf(error)}`], 2))
})

process.exitCode = await main(process.argv.slice(2))

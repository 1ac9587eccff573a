import { CommanderError } from 'commander'
import { visible } from '../common/text.ts'
import { UsageError } from '../common/usage-error.ts'
import { TargetError } from '../suites/harness/case/errors.ts'
import { exitCodeOfTargetError } from './exit-codes.ts'

/**
 * Explains on standard error what ended a command. A mistake of the user is one sentence, never a stack trace.
 *
 * @returns the exit code of the process
 */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return print([error.message], error.exitCode)
  if (error instanceof TargetError) {
    const advice = error.advice.map((line) => `  - ${line}`)
    return print([error.message, ...advice], exitCodeOfTargetError(error))
  }
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return print(['Plexor itself failed, which is a defect of Plexor:', ...defect.split('\n')], 3)
}

/** Writes lines to standard error, and returns the exit code that belongs to them. */
export function print(lines: string[], exitCode: number): number {
  // Some of these lines quote the target
  process.stderr.write(`plexor: ${lines.map(visible).join('\n')}\n`)
  return exitCode
}

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
  const denied = error instanceof Error ? deniedPermission(error) : undefined
  if (denied !== undefined) return print([denied], 2)
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return print(['Plexor itself failed, which is a defect of Plexor:', ...defect.split('\n')], 3)
}

/** Returns what a user of Deno did not permit, and how to; `undefined` if that is not the error. */
function deniedPermission({ name, message }: Error): string | undefined {
  if (name !== 'NotCapable') return undefined
  const [, permission, value] = /^Requires (\w+) access(?: to "(.*?)")?/.exec(message) ?? []
  if (permission === undefined) return undefined
  const flag = value === undefined ? `--allow-${permission}` : `--allow-${permission}=${value}`
  return `Deno does not permit what this needs: add ${flag}; "Run it on Deno" in README.md lists the permissions`
}

/** Writes lines to standard error, and returns the exit code that belongs to them. */
export function print(lines: string[], exitCode: number): number {
  // Some of these lines quote the target
  process.stderr.write(`plexor: ${lines.map(visible).join('\n')}\n`)
  return exitCode
}

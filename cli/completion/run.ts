import type { Command } from 'commander'
import { anyOf, quote } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { bashScript, fishScript, zshScript } from './scripts.ts'
import type { WordsOfCommand } from './words.ts'
import { wordsOf } from './words.ts'

const SCRIPTS = new Map<string, (commands: readonly WordsOfCommand[]) => string>([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
])

/**
 * Runs `plexor completion`: prints the script for a shell.
 *
 * @param root command that the script completes, with all its sub-commands
 * @throws {UsageError} when the shell is unknown
 */
export function printCompletion(shell: string, root: Command): number {
  const script = SCRIPTS.get(shell)
  if (script === undefined) throw new UsageError(`Expected ${anyOf([...SCRIPTS.keys()])}, found ${quote(shell)}`)
  process.stdout.write(script(wordsOf(root)))
  return 0
}

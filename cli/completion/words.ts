import type { Command } from 'commander'

/** Word that can follow a command, and its meaning. */
export interface Word {
  word: string
  help: string
}

/** Option of a command. */
export interface OptionWord extends Word {
  takesValue: boolean
}

/** Words that can follow a command. */
export interface WordsOfCommand {
  /** Names of the command and of those above it, without `plexor` */
  path: readonly string[]
  commands: readonly Word[]
  options: readonly OptionWord[]
}

/** Returns what can follow a command and each of its sub-commands. */
export function wordsOf(command: Command, path: readonly string[] = []): WordsOfCommand[] {
  const help = command.createHelp()
  const commands = command.commands.map((sub) => ({ word: sub.name(), help: sub.description() }))
  const options = help
    .visibleOptions(command)
    .flatMap(({ long, description, required, optional }) =>
      long ? [{ word: long, help: description, takesValue: required || optional }] : [],
    )
  const below = command.commands.flatMap((sub) => wordsOf(sub, [...path, sub.name()]))
  return [{ path, commands, options }, ...below]
}

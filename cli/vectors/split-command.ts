import { UsageError } from '../../common/usage-error.ts'

/** A quoted part, an escaped character outside of quotes, or plain characters; anything else is a quote left open. */
const PART =
  /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|\\(?<escaped>[\s\S])|(?<plain>[^\s'"\\]+)|(?<space>\s+)/y

/**
 * Splits a command into words as a shell does, with its quotes and backslashes; nothing else in it is special.
 *
 * @throws {UsageError} for a command without words, or a quote that is not closed
 */
export function splitCommand(command: string): [string, ...string[]] {
  const words: string[] = []
  let word: string | undefined
  let end = 0
  for (const { 0: part, groups = {} } of command.matchAll(new RegExp(PART, 'gy'))) {
    end += part.length
    const text = groups.single ?? groups.double?.replace(/\\(["\\$`])/g, '$1') ?? groups.escaped ?? groups.plain
    if (text !== undefined) word = (word ?? '') + text
    else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  if (end < command.length) {
    throw new UsageError(
      `The option --run was given ${JSON.stringify(command)}: what begins at ${JSON.stringify(command.slice(end))} is not closed`,
    )
  }
  const [program, ...args] = word === undefined ? words : [...words, word]
  if (program === undefined) throw new UsageError('The option --run was given nothing: it takes a command')
  return [program, ...args]
}

import { UsageError } from '../../common/usage-error.ts'

/** Quoted part, escaped character outside of quotes, or plain characters; anything else is an unclosed quote. */
const PART =
  /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|\\(?<escaped>[\s\S])|(?<plain>[^\s'"\\]+)|(?<space>\s+)/y

/**
 * Splits a command into words as a shell does, with quotes and backslashes; nothing else in it is special.
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
      `--run: expected a closing quote for ${JSON.stringify(command.slice(end))}, found the end of ${JSON.stringify(command)}`,
    )
  }
  const [program, ...args] = word === undefined ? words : [...words, word]
  if (program === undefined) throw new UsageError('--run: expected a command, found nothing')
  return [program, ...args]
}

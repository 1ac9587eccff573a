import type { KindOptions } from './run-kind.ts'
import type { PlexorEnd } from './run-plexor.ts'

/** Maximum memory of the command against any target, in megabytes. */
export const MAX_MB = 700

/** Line of a stack trace. */
const STACK = /^\s+at .+:\d+:\d+\)?$/m

/** Characters that a terminal obeys. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the search is for just these
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Beginning of a line that a CI server obeys. */
const CI_COMMAND = /^\s*(?:::\w+|##\[\w+|##vso\[)/m

const INTERNAL = 'Plexor itself failed'

/**
 * Returns what is wrong with a run of the command, whatever the target did: sentences.
 *
 * @param options how it was run
 */
export function problemsOf(
  { code, seconds, peakMb, output, report }: PlexorEnd,
  { command, limitMs }: Pick<KindOptions, 'command' | 'limitMs'>,
): string[] {
  const problems: string[] = []
  if (code === null && seconds * 1000 >= limitMs) problems.push(`It was killed after ${limitMs / 1000} s`)
  else if (code === null || code > 3) problems.push(`It crashed (${code ?? 'killed by a signal'}): ${lastLine(output)}`)
  if (peakMb !== undefined && peakMb > MAX_MB)
    problems.push(`Expected at most ${MAX_MB} MB of memory, found ${Math.round(peakMb)}`)
  if (report === undefined && command !== 'doctor') problems.push('There is no whole report')
  if (STACK.test(output)) problems.push(`Expected no stack trace, found ${STACK.exec(output)?.[0].trim()}`)
  const internal = report?.cases.find(({ message }) => message?.includes(INTERNAL))
  if (internal !== undefined) problems.push(`${internal.id}: ${internal.message?.slice(0, 200)}`)
  else if (output.includes(INTERNAL)) problems.push(`The output says "${INTERNAL}"`)
  if (CONTROL.test(output))
    problems.push(`Expected no control character, found ${JSON.stringify(CONTROL.exec(output))}`)
  if (CI_COMMAND.test(output))
    problems.push(`Expected no command to a CI server, found ${CI_COMMAND.exec(output)?.[0]}`)
  return problems
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? ''
}

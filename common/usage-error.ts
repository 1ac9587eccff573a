/**
 * Mistake of the user: a wrong option, or a configuration or baseline file that cannot be used.
 *
 * The message is one sentence that says what to change. It is all that the user sees. Its form is
 * `<what was read or done>: expected <X>, found <Y>; <what to do>`, or a plain statement of the problem with what to do
 * after it. There is no final period, and values are in double quotes.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** Exit code of the process */
  readonly exitCode = 2
}

/**
 * Writes the message about a value that cannot be used: `--jobs: expected a whole number, found "x"; give one`.
 *
 * @param subject what was read, such as the name of an option
 * @param advice what to do, if the rest does not say it
 */
export function expectedFound(subject: string, expected: string, found: string, advice?: string): string {
  return `${subject}: expected ${expected}, found ${found}${advice === undefined ? '' : `; ${advice}`}`
}

/**
 * A mistake of the user: a wrong option, a configuration or baseline file that cannot be used.
 * The message is one sentence that says what to change; it is all that the user is shown.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** What the process exits with */
  readonly exitCode = 2
}

/** Error of a case: the target does not do what the case expects. The case fails. */
export class Mismatch extends Error {
  override name = 'Mismatch'
}

/** Error of a case: the case does not apply to this target, for the reason in the message. */
export class NotApplicable extends Error {
  override name = 'NotApplicable'
}

/** Error of a case: a prerequisite failed, so nothing can be said about the requirement. */
export class Inconclusive extends Error {
  override name = 'Inconclusive'
}

/** Code of a {@link TargetError}, for programs. */
export type TargetErrorCode =
  | 'unreachable'
  | 'no-homeserver'
  | 'no-gateway'
  | 'device-refused'
  | 'unknown-version'
  | 'registration-refused'
  | 'pusher-refused'
  | 'gateway-unreachable'
  | 'not-notifying'
  | 'push-unreadable'
  | 'gateway-port'
  | 'certificate'
  | 'no-evaluator'

/** Error of a run: the target, or the network between it and Plexor, cannot be tested. */
export class TargetError extends Error {
  override name = 'TargetError'
  readonly code: TargetErrorCode
  /** Advice on what to change, one sentence each; empty if the message says it */
  readonly advice: string[]

  constructor(code: TargetErrorCode, message: string, advice: string[] = []) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** Returns the message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

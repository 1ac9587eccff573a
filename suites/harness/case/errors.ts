/** Details of a {@link Mismatch} besides its message. */
export interface MismatchDetails {
  /**
   * Ids of the requirements that the target violates, if the case builds on them and is about something else. A case
   * whose own requirements are weaker fails for them: what it is about stays open
   */
  buildsOn?: readonly string[]
  /** Violations of a schema that the case is about, one sentence each */
  violations?: readonly string[]
  /** Something that did not arrive in time; absent if nothing was waited for */
  missing?: Missing
}

/** Push that did not arrive in time. */
export interface Missing {
  /** Time at which the case began to wait, as `performance.now()` */
  since: number
  /** Returns how long after that it arrived all the same, in milliseconds; undefined if it has not arrived yet */
  lateness(): number | undefined
}

/**
 * Error of a case: the target does not do what it has to do. The case fails, whatever its level: a case about something
 * unspecified returns what it saw, and throws this only for what it builds on.
 */
export class Mismatch extends Error {
  override name = 'Mismatch'
  readonly details: MismatchDetails

  constructor(message: string, details: MismatchDetails = {}) {
    super(message)
    this.details = details
  }
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
  | 'not-delivering'
  | 'unknown-version'
  | 'registration-refused'
  | 'registration-failed'
  | 'pusher-refused'
  | 'pusher-failed'
  | 'gateway-unreachable'
  | 'push-late'
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

/** The target did not do what the case asks of it: the case fails. */
export class Mismatch extends Error {
  override name = 'Mismatch'
}

/** The case does not apply to this target; the message says why. */
export class NotApplicable extends Error {
  override name = 'NotApplicable'
}

/** Something that the case only builds on did not work, so nothing can be said about the requirement. */
export class Inconclusive extends Error {
  override name = 'Inconclusive'
}

/** What is at fault when nothing at all can be tested. */
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

/** The target, or the way between it and Plexor, is not fit to be tested; `advice` says what to change. */
export class TargetError extends Error {
  override name = 'TargetError'
  readonly code: TargetErrorCode
  readonly advice: string[]

  constructor(code: TargetErrorCode, message: string, advice: string[] = []) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

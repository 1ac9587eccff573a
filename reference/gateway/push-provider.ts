import type { Push } from './push.ts'

/**
 * What became of a push.
 *
 * `sent`: the service has taken it. `rejected`: the pushkey is no good, now and in future. `failed`: it may be tried
 * again later; `retryAfterMs` is how long the service asks to be left alone. The reasons are clauses for a log.
 */
export type Outcome =
  | { result: 'sent' }
  | { result: 'rejected'; reason: string }
  | { result: 'failed'; reason: string; retryAfterMs?: number }

/** A service that reaches devices: APNs, FCM, Web Push. */
export interface PushProvider {
  /** The name of the service, for a log */
  name: string
  /**
   * Sends one push. What goes wrong is told as an outcome; it never throws.
   *
   * @param signal ends the attempt, which then counts as failed
   */
  send(push: Push, signal: AbortSignal): Promise<Outcome>
  /** Ends what is under way, and closes the connections. */
  close(): Promise<void>
}

import type { Push } from './push.ts'

/**
 * What became of a push.
 *
 * `sent`: the service has taken it. `rejected`: the pushkey is no good; where the service itself has said so, `since` is
 * when it ended (Unix milliseconds), and that is remembered. `failed`: it may be tried again later; `retryAfterMs` is
 * how long the service asks to be left alone. The reasons are clauses for a log.
 */
export type Outcome =
  | { result: 'sent' }
  | { result: 'rejected'; reason: string; since?: number }
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

/** What goes wrong on the way to a service, without what a message may tell of the device: addresses, names. */
export function failed(error: unknown): Outcome {
  const { code, message } = error as { code?: unknown; message?: string }
  const reason = typeof code === 'string' ? `it cannot be reached (${code})` : (message ?? 'it cannot be reached')
  return { result: 'failed', reason }
}

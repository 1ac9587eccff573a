import type { Push } from './push.ts'
import { ServiceError } from './service-trouble.ts'

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

/** What goes wrong on the way to a service. Messages of others are left out: they may tell where the device is. */
export function failed(error: unknown): Outcome {
  return { result: 'failed', reason: reasonOf(error) }
}

function reasonOf(error: unknown): string {
  if (error instanceof ServiceError) return error.message
  const { name, cause } = error as { name?: unknown; cause?: unknown }
  if (name === 'AbortError' || name === 'TimeoutError') return 'it did not answer in time'
  const code = codeOf(cause) ?? codeOf(error)
  return code === undefined ? 'it cannot be reached' : `it cannot be reached (${code})`
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined
}

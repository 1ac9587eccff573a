import type { Push } from './push.ts'

/**
 * Outcome of a push.
 *
 * - `sent`: the service has accepted it
 * - `rejected`: the pushkey is not valid; if the service reported that, `since` is the time at which it ended (Unix
 *   milliseconds), and the gateway remembers it
 * - `failed`: it can be sent again later; `retryAfterMs` is the pause that the service asks for, in milliseconds
 *
 * `reason` is a clause for a log, such as `it responded with 410 Unregistered`.
 */
export type PushOutcome =
  | { result: 'sent' }
  | { result: 'rejected'; reason: string; since?: number }
  | { result: 'failed'; reason: string; retryAfterMs?: number }

/** Connection to a push service that reaches devices: APNs, FCM, Web Push. */
export interface PushProvider {
  /** Name of the service, for a log */
  name: string

  /**
   * Sends one push. It never throws: errors are outcomes.
   *
   * @param signal aborts the attempt, which then counts as failed
   */
  send(push: Push, signal: AbortSignal): Promise<PushOutcome>

  /** Aborts the pushes in progress, and closes the connections. */
  close(): Promise<void>
}

/** Error of a push service. The message is a clause for a log, and says nothing about the device. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
}

/** Converts an error to an outcome. Messages of other errors are omitted, because they can contain the URL of a device. */
export function failed(error: unknown): PushOutcome {
  return { result: 'failed', reason: reasonOf(error) }
}

function reasonOf(error: unknown): string {
  if (error instanceof ServiceError) return error.message
  const { name, cause } = error as { name?: unknown; cause?: unknown }
  if (name === 'AbortError' || name === 'TimeoutError') return 'it did not respond in time'
  const code = codeOf(cause) ?? codeOf(error)
  return code === undefined ? 'it cannot be reached' : `it cannot be reached (${code})`
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined
}

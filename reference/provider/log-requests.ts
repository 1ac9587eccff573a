import type { Log } from '../log.ts'

/** Logs that a service refused a push, and the reason. */
export function logRefusal(log: Log, service: string, status: number, reason: string): void {
  const text = `Refused a push at ${service} with ${status}: ${reason}`
  log({ part: 'provider', level: 'warning', event: 'push-refused', text, details: { service, status, reason } })
}

/**
 * Logs an unexpected error while a request was handled. If the client disconnected before it had sent everything, that
 * is not an error.
 *
 * @param name name of the part that failed, such as `FCM`
 */
export function logError(log: Log, name: string, error: Error, request: Request): void {
  if (request.signal.aborted) {
    const text = `A client of ${name} disconnected before its request was complete`
    log({ part: 'provider', level: 'info', event: 'client-left', text })
  } else {
    const text = `${name} failed to handle a request: ${error.message}`
    log({ part: 'provider', level: 'error', event: 'response-failed', text })
  }
}

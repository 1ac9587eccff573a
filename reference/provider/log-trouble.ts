import type { Log } from '../log.ts'

/**
 * Says that a request could not be answered because of an error that nobody has foreseen. A client that left before it
 * had sent everything is no such error.
 *
 * @param who what failed, such as `FCM`
 */
export function logError(log: Log, who: string, error: Error, request: Request): void {
  if (request.signal.aborted) {
    log({ part: 'provider', level: 'info', event: 'client-left', text: `A client of ${who} left without an answer` })
  } else {
    log({ part: 'provider', level: 'error', event: 'answer-failed', text: `${who} failed: ${error.message}` })
  }
}

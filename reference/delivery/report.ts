import type { Log } from '../log.ts'
import type { QueuedPush } from './push-queue.ts'

type Details = Readonly<Record<string, string | number>>

/** Writes a log entry. It names the pusher by its ID, because its pushkey is a secret of its user. */
function report(
  log: Log,
  level: 'info' | 'warning',
  event: string,
  { pusherId, url }: QueuedPush,
  sentence: (host: string) => string,
  details: Details = {},
): void {
  const host = URL.parse(url)?.host ?? 'an unknown host'
  const text = sentence(host)
  log({ part: 'delivery', level, event, text, details: { host, pusher: pusherId, ...details } })
}

/** Logs a delivered request. */
export function reportDelivered(log: Log, push: QueuedPush, status: number, ms: number): void {
  report(log, 'info', 'push-delivered', push, (host) => `Delivered a push to ${host}`, { status, ms })
}

/** Logs a failed attempt. */
export function reportFailed(
  log: Log,
  push: QueuedPush,
  reason: string,
  details: Details & { pause_ms: number },
): void {
  const then = `trying again in ${details.pause_ms} ms`
  report(log, 'warning', 'push-failed', push, (host) => `Cannot deliver a push to ${host}: ${reason}; ${then}`, details)
}

/** Logs a request that is given up. */
export function reportGivenUp(log: Log, push: QueuedPush, reason: string): void {
  report(log, 'warning', 'push-given-up', push, (host) => `Giving up a push to ${host}: ${reason}`)
}

/** Logs a rejected pushkey. */
export function reportRejected(log: Log, push: QueuedPush, status: number): void {
  const text = (host: string) => `The push gateway ${host} rejects the pushkey of pusher ${push.pusherId}`
  report(log, 'info', 'pusher-rejected', push, text, { status })
}

import type { Log } from '../log.ts'
import type { QueuedPush } from './push-queue.ts'

type Details = Readonly<Record<string, string | number>>

/** Log entries name a pusher by its number, for its pushkey is a secret of its user. */
function tell(
  log: Log,
  level: 'info' | 'warning',
  event: string,
  { pusherId, url }: QueuedPush,
  sentence: (host: string) => string,
  details: Details = {},
): void {
  const host = URL.parse(url)?.host ?? 'a host that is none'
  const text = sentence(host)
  log({ part: 'delivery', level, event, text, details: { host, pusher: pusherId, ...details } })
}

export function reportDelivered(log: Log, push: QueuedPush, status: number, ms: number): void {
  tell(log, 'info', 'push-delivered', push, (host) => `Delivered a push to ${host}`, { status, ms })
}

export function reportFailed(
  log: Log,
  push: QueuedPush,
  reason: string,
  details: Details & { pause_ms: number },
): void {
  const then = `trying again in ${details.pause_ms} ms`
  tell(log, 'warning', 'push-failed', push, (host) => `Cannot deliver a push to ${host}: ${reason}; ${then}`, details)
}

export function reportGivenUp(log: Log, push: QueuedPush, reason: string): void {
  tell(log, 'warning', 'push-given-up', push, (host) => `Giving up a push to ${host}: ${reason}`)
}

export function reportRejected(log: Log, push: QueuedPush, status: number): void {
  const text = (host: string) => `The push gateway ${host} rejects the pushkey of pusher ${push.pusherId}`
  tell(log, 'info', 'pusher-rejected', push, text, { status })
}

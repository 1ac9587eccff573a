import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { Device } from './device.ts'
import type { FailureStatus, Fate } from './failures.ts'
import type { ReceivedPush } from './inbox.ts'

/** What all services do with a push that is in order. */
export interface Receiving {
  log: Log
  /** Aborts when the provider closes: nothing is delayed any longer */
  closing: AbortSignal
}

/** What becomes of a push when the provider closes. */
const CLOSED = { status: 503, delayMs: 0, retryAfter: 1 } as const

/**
 * Hands a push to its device, or lets it fail as that device is to fail.
 *
 * @returns the failure to answer with; `undefined` when the push arrived
 */
export async function receive(
  { log, closing }: Receiving,
  device: Device,
  push: Pick<ReceivedPush, 'priority' | 'headers' | 'payload' | 'unreadable'>,
): Promise<(Fate & { status: FailureStatus }) | undefined> {
  if (closing.aborted) return CLOSED
  const { status: told, ...fate } = device.failures.next()
  const details = { service: device.service, device_id: device.id }
  if (fate.delayMs > 0) await sleep(fate.delayMs, undefined, { signal: closing }).catch(() => undefined)
  if (closing.aborted) return CLOSED
  // It may have gone in the meantime
  const status = device.goneSince === undefined ? told : 410
  if (status !== undefined) {
    const text = `Answered a push for ${device.id} with a failure, as told: ${status}`
    log({ part: 'provider', level: 'warning', event: 'push-failed', text, details: { ...details, status } })
    return { ...fate, status }
  }
  const { n } = device.inbox.add({ service: device.service, ...push })
  const text = `Push ${n} arrived at ${device.id} through ${device.service}`
  log({ part: 'provider', level: 'info', event: 'push-received', text, details: { ...details, n } })
  return undefined
}

/** Says that a service has refused a push, and why. */
export function logRefusal(log: Log, service: string, status: number, reason: string): void {
  const text = `Refused a push at ${service} with ${status}: ${reason}`
  log({ part: 'provider', level: 'warning', event: 'push-refused', text, details: { service, status, reason } })
}

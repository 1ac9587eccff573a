import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { isObject } from '../rules/json.ts'
import type { ProviderDevice } from './devices/device.ts'
import type { FailureEffect, FailureStatus } from './devices/failures.ts'
import type { ReceivedPush } from './devices/inbox.ts'

/** Dependencies of `receive`. */
export interface ReceiveContext {
  log: Log

  /** Aborted when the provider closes, which ends all delays */
  closing: AbortSignal
}

/** Maximum length of an event ID, in bytes. */
const MAX_EVENT_ID = 255

/** Failure of a push that arrives while the provider closes. */
const CLOSED = { status: 503, delayMs: 0, retryAfter: 1 } as const

/**
 * Delivers a valid push to its device, or makes it fail if the device is set to fail.
 *
 * @returns the failure to respond with; `undefined` if the push arrived
 */
export async function receive(
  { log, closing }: ReceiveContext,
  device: ProviderDevice,
  push: Pick<ReceivedPush, 'priority' | 'headers' | 'payload' | 'unreadable'>,
): Promise<(FailureEffect & { status: FailureStatus }) | undefined> {
  if (closing.aborted) return CLOSED
  const { status: requested, ...effect } = device.failures.next()
  const eventId = eventIdOf(push.payload)
  const details = { service: device.service, device_id: device.id, ...(eventId && { event_id: eventId }) }
  if (effect.delayMs > 0) await sleep(effect.delayMs, undefined, { signal: closing }).catch(() => undefined)
  if (closing.aborted) return CLOSED
  // The device may have been unregistered in the meantime
  const status = device.unregisteredAt === undefined ? requested : 410
  if (status !== undefined) {
    const text = `Responded to a push for ${device.id} with the requested failure ${status}`
    log({ part: 'provider', level: 'warning', event: 'push-failed', text, details: { ...details, status } })
    return { ...effect, status }
  }
  const { n } = device.inbox.add({ service: device.service, ...push })
  const text = `Push ${n} arrived at ${device.id} through ${device.service}`
  log({ part: 'provider', level: 'info', event: 'push-received', text, details: { ...details, n } })
  return undefined
}

/** Returns the ID of the event that a push is about: a field of the payload, or at FCM of its data. */
function eventIdOf(payload: unknown): string | undefined {
  if (!isObject(payload)) return undefined
  const { event_id: eventId } = isObject(payload.data) ? payload.data : payload
  return typeof eventId === 'string' ? eventId.slice(0, MAX_EVENT_ID) : undefined
}

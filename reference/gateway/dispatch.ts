import { createHash } from 'node:crypto'
import type { Log } from '../log.ts'
import type { App } from './app.ts'
import { BoundedMap } from './bounded-map.ts'
import { type DeviceOutcome, keyOf, type PushGatewayPolicies } from './policies.ts'
import type { Push, PushNotification, TargetDevice } from './push.ts'
import type { PushOutcome } from './push-provider.ts'
import type { PushGatewayRequest } from './read-request.ts'

/** Number and age of sent events that are remembered: at least as long as homeservers retry. */
const SENT_LIMITS = { entries: 100_000, ageMs: 24 * 60 * 60 * 1000 }

/** Number and age of rejected pushkeys that are remembered. */
const REJECTED_LIMITS = { entries: 100_000, ageMs: 30 * 24 * 60 * 60 * 1000 }

/** Maximum number of pushes in progress for an app: more than one request has devices. */
const DEFAULT_IN_FLIGHT = 2048

/** Deadline for one push to a service, in milliseconds: shorter than homeservers wait for the response. */
const SEND_DEADLINE_MS = 20_000

/** Sends the notifications of a gateway to the services of its apps. */
export interface Dispatch {
  /** Sends a notification to all its devices concurrently. */
  send(request: PushGatewayRequest): Promise<DeviceOutcome[]>

  /** Aborts the pushes in progress, which then count as failed. */
  close(): void
}

/** Creates the dispatch of a gateway. */
export function createDispatch(apps: readonly App[], policies: PushGatewayPolicies, log: Log): Dispatch {
  const sent = new BoundedMap<Promise<PushOutcome>>(SENT_LIMITS)
  const rejections = new BoundedMap<{ at: number; reason: string }>(REJECTED_LIMITS)
  const inFlight = new Map<App, number>()
  const closing = new AbortController()

  /** Sends to one device, unless its pushkey is known to be rejected, or it has received the event already. */
  async function toDevice(notification: PushNotification, device: TargetDevice): Promise<PushOutcome> {
    const app = policies.appOf(device.app_id, apps)
    if (app === undefined) return policies.unknownApp
    const known = rejections.get(digest(keyOf(device)))
    if (known !== undefined && policies.isStillRejected(device, known.at)) {
      return { result: 'rejected', reason: `${known.reason}, as an earlier push showed` }
    }
    const duplicateKey = policies.duplicateKey(notification, device)
    const key = duplicateKey === undefined ? undefined : digest(duplicateKey)
    const earlier = key === undefined ? undefined : sent.get(key)
    if (earlier !== undefined) return policies.isSeen(await earlier) ? policies.duplicate : await earlier
    const sending = sendTo(app, notification, device)
    if (key === undefined) return await sending
    sent.set(key, sending)
    const outcome = await sending
    if (!policies.isSeen(outcome)) sent.delete(key)
    return outcome
  }

  async function sendTo(app: App, notification: PushNotification, device: TargetDevice): Promise<PushOutcome> {
    const defaultPayload = policies.defaultPayload(device)
    if (defaultPayload === undefined) return { result: 'rejected', reason: 'its default_payload is not an object' }
    const count = inFlight.get(app) ?? 0
    if (count >= (app.inFlight ?? DEFAULT_IN_FLIGHT)) {
      return { result: 'failed', reason: `${count} pushes of its app are in progress already` }
    }
    inFlight.set(app, count + 1)
    try {
      const push = { notification, device, content: app.content ?? 'ids', defaultPayload }
      return await policies.deliver(push, () => send(app, push), app.provider.name)
    } finally {
      inFlight.set(app, (inFlight.get(app) ?? 1) - 1)
    }
  }

  async function send(app: App, push: Push): Promise<PushOutcome> {
    const deadline = AbortSignal.any([closing.signal, AbortSignal.timeout(SEND_DEADLINE_MS)])
    const outcome = await app.provider.send(push, deadline)
    rememberRejection(push.device, outcome)
    logOutcome(log, app, push.notification, outcome)
    return outcome
  }

  /** Remembers only rejections by a service: the gateway finds the others again without a request. */
  function rememberRejection(device: TargetDevice, outcome: PushOutcome): void {
    const key = digest(keyOf(device))
    if (outcome.result === 'sent') rejections.delete(key)
    if (outcome.result !== 'rejected' || outcome.since === undefined) return
    rejections.set(key, { at: outcome.since, reason: outcome.reason })
  }

  return {
    send: ({ notification, devices }) => policies.eachDevice(devices, (device) => toDevice(notification, device)),
    close: () => closing.abort(),
  }
}

/** Hashes a key, to limit its size: clients choose the length of the IDs in it. */
function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** Logs an outcome with its app, and never its device: a pushkey is a secret of its user. */
function logOutcome(log: Log, { app_id, provider }: App, { event_id }: PushNotification, outcome: PushOutcome): void {
  const details = { app_id, provider: provider.name, ...(event_id && { event_id }) }
  if (outcome.result === 'sent') {
    const text = `Sent a push for ${app_id} to ${provider.name}`
    log({ part: 'gateway', level: 'info', event: 'push-sent', text, details })
  } else {
    const verb = outcome.result === 'rejected' ? 'rejects a device of' : 'did not accept a push for'
    const text = `${provider.name} ${verb} ${app_id}: ${outcome.reason}`
    log({ part: 'gateway', level: 'warning', event: `push-${outcome.result}`, text, details })
  }
}

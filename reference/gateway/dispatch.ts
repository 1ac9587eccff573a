import { createHash } from 'node:crypto'
import type { Log } from '../log.ts'
import type { App } from './app.ts'
import { BoundedMap } from './bounded-map.ts'
import { type DeviceOutcome, keyOf, type PushGatewayPolicies } from './policies.ts'
import type { Notification, TargetDevice } from './push.ts'
import type { Outcome } from './push-provider.ts'
import type { NotifyRequest } from './read-request.ts'

/** As long as homeservers go on trying, an event that was sent before is known; and so many of them. */
const SENT_LIMITS = { entries: 100_000, ageMs: 24 * 60 * 60 * 1000 }

/** A pushkey that is no good is remembered until somebody uses it no more. */
const REJECTED_LIMITS = { entries: 100_000, ageMs: 30 * 24 * 60 * 60 * 1000 }

/** More than the devices of any one request. */
const DEFAULT_IN_FLIGHT = 2048

/** How long a service may take for one push, in milliseconds; less than homeservers wait for the whole answer. */
const SEND_DEADLINE_MS = 20_000

/** Hands the notifications of a gateway on to the services of its apps. */
export interface Dispatch {
  /** Sends a notification to its devices, all at once. */
  send(request: NotifyRequest): Promise<DeviceOutcome[]>
  /** Ends what is under way, as failed. */
  close(): void
}

export function createDispatch(apps: readonly App[], policies: PushGatewayPolicies, log: Log): Dispatch {
  const sent = new BoundedMap<Promise<Outcome>>(SENT_LIMITS)
  const rejections = new BoundedMap<{ at: number; reason: string }>(REJECTED_LIMITS)
  const inFlight = new Map<App, number>()
  const closing = new AbortController()

  /** A device that a service has rejected is not asked for again; nor is one that has had the event. */
  async function toDevice(notification: Notification, device: TargetDevice): Promise<Outcome> {
    const app = policies.appOf(device.app_id, apps)
    if (app === undefined) return policies.unknownApp
    const known = rejections.get(digest(keyOf(device)))
    if (known !== undefined && policies.isStillRejected(device, known.at)) {
      return { result: 'rejected', reason: `${known.reason}, as an earlier push showed` }
    }
    const duplicateKey = policies.duplicateKey(notification, device)
    const key = duplicateKey === undefined ? undefined : digest(duplicateKey)
    const earlier = key === undefined ? undefined : sent.get(key)
    if (earlier !== undefined) return (await earlier).result === 'sent' ? policies.duplicate : await earlier
    const sending = handOn(app, notification, device)
    if (key === undefined) return await sending
    sent.set(key, sending)
    const outcome = await sending
    // What did not get through has to be let through when it comes again
    if (outcome.result !== 'sent') sent.delete(key)
    return outcome
  }

  async function handOn(app: App, notification: Notification, device: TargetDevice): Promise<Outcome> {
    const defaultPayload = policies.defaultPayload(device)
    if (defaultPayload === undefined) return { result: 'rejected', reason: 'its default_payload is no object' }
    const count = inFlight.get(app) ?? 0
    if (count >= (app.inFlight ?? DEFAULT_IN_FLIGHT)) {
      return { result: 'failed', reason: `${count} pushes of its app are under way already` }
    }
    inFlight.set(app, count + 1)
    try {
      const push = { notification, device, content: app.content ?? 'ids', defaultPayload }
      const outcome = await app.provider.send(
        push,
        AbortSignal.any([closing.signal, AbortSignal.timeout(SEND_DEADLINE_MS)]),
      )
      remember(device, outcome)
      tell(log, app, outcome)
      return outcome
    } finally {
      inFlight.set(app, (inFlight.get(app) ?? 1) - 1)
    }
  }

  /** What was found here is found again; only what a service has said would take asking it. */
  function remember(device: TargetDevice, outcome: Outcome): void {
    const key = digest(keyOf(device))
    if (outcome.result === 'sent') rejections.delete(key)
    if (outcome.result !== 'rejected' || outcome.since === undefined) return
    rejections.set(key, { at: outcome.since, reason: outcome.reason })
  }

  return {
    send: ({ notification, devices }) =>
      Promise.all(devices.map(async (device) => ({ device, outcome: await toDevice(notification, device) }))),
    close: () => closing.abort(),
  }
}

/** What is remembered of a key: strangers choose how long the IDs in it are. */
function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** Names the app and never the device: its pushkey is a secret of its user. */
function tell(log: Log, { app_id, provider }: App, outcome: Outcome): void {
  const details = { app_id, provider: provider.name }
  if (outcome.result === 'sent') {
    const text = `Handed a push for ${app_id} to ${provider.name}`
    log({ part: 'gateway', level: 'info', event: 'push-sent', text, details })
  } else {
    const what = outcome.result === 'rejected' ? 'rejects a device of' : 'did not take a push for'
    const text = `${provider.name} ${what} ${app_id}: ${outcome.reason}`
    log({ part: 'gateway', level: 'warning', event: `push-${outcome.result}`, text, details })
  }
}

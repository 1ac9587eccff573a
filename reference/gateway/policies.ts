import { isObject, type JsonObject } from '../rules/json.ts'
import type { App } from './app.ts'
import type { Notification, TargetDevice } from './push.ts'
import type { Outcome } from './push-provider.ts'
import { type NotifyRequest, readRequest } from './read-request.ts'

/** What became of one device of a request. */
export interface DeviceOutcome {
  device: TargetDevice
  outcome: Outcome
}

/** An answer to a homeserver. */
export interface Answer {
  status: number
  body: JsonObject
  /** Milliseconds after which the homeserver may try again */
  retryAfterMs?: number
}

/** The decisions that the push gateway is composed of; a fault replaces one. */
export interface PushGatewayPolicies {
  /** Bodies with more bytes are not read to their end */
  maxBodyBytes: number
  /** What a body asks for; throws `RequestError` when it is refused. */
  read(text: string): NotifyRequest
  /** Why a request is refused for its header fields; `undefined` when it is not. */
  refusal(headers: Headers): Answer | undefined
  /** The app that an app ID belongs to; `undefined` when none does, or more than one could. */
  appOf(appId: string, apps: readonly App[]): App | undefined
  /** What becomes of a device whose app is not known. */
  unknownApp: Outcome
  /** Whether what was found out about a pushkey at one time (Unix milliseconds) still holds for a device. */
  isStillRejected(device: TargetDevice, rejectedAt: number): boolean
  /** What makes a notification the same for a device as an earlier one; `undefined` where it is never the same. */
  duplicateKey(notification: Notification, device: TargetDevice): string | undefined
  /** What becomes of a device that has had the notification before. */
  duplicate: Outcome
  /** What the app wants to be sent besides; `undefined` when its pusher says it in a way that cannot be used. */
  defaultPayload(device: TargetDevice): JsonObject | undefined
  /** The answer to a request, by what became of its devices. */
  response(outcomes: readonly DeviceOutcome[]): Answer
  /** The answer at a path that is none of the gateway's. */
  unknownPath(): Answer
  /** The answer to a method that the path does not have. */
  wrongMethod(): Answer
  contentType: string
}

export const pushGatewayPolicies: PushGatewayPolicies = {
  maxBodyBytes: 512 * 1024,
  read: readRequest,
  refusal: () => undefined,
  appOf,
  unknownApp: { result: 'rejected', reason: 'its app is not known here' },
  // Whoever has set the pusher anew since then has a pushkey that is good again
  isStillRejected: ({ pushkey_ts }, rejectedAt) => pushkey_ts === undefined || pushkey_ts * 1000 <= rejectedAt,
  duplicateKey: ({ event_id }, device) =>
    event_id === undefined ? undefined : JSON.stringify([event_id, keyOf(device)]),
  duplicate: { result: 'sent' },
  defaultPayload: ({ data: { default_payload: payload = {} } }) => (isObject(payload) ? payload : undefined),
  response,
  unknownPath: () => unrecognized(404, 'There is no endpoint at this path'),
  wrongMethod: () => unrecognized(405, 'This endpoint does not take the method of the request'),
  contentType: 'application/json',
}

/** A device is known by its app and its pushkey. */
export function keyOf({ app_id, pushkey }: TargetDevice): string {
  return JSON.stringify([app_id, pushkey])
}

/** The exact app ID counts before patterns; of several patterns none can be preferred. */
function appOf(appId: string, apps: readonly App[]): App | undefined {
  const exact = apps.find((app) => app.app_id === appId)
  if (exact !== undefined) return exact
  const [first, ...others] = apps.filter((app) => fits(app.app_id, appId))
  return others.length === 0 ? first : undefined
}

/** Whether a text fits a pattern in which `*` stands for any characters. */
function fits(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return false
  const [start = '', ...rest] = pattern.split('*')
  const end = rest.pop() ?? ''
  if (!text.startsWith(start) || !text.endsWith(end) || text.length < start.length + end.length) return false
  const middle = text.slice(start.length, text.length - end.length)
  let from = 0
  return rest.every((part) => {
    const at = middle.indexOf(part, from)
    from = at + part.length
    return at >= 0
  })
}

/**
 * One device that failed makes the homeserver send the request again; those that have had it by then are known. It may
 * have to wait for the device that asks for the longest pause.
 */
function response(outcomes: readonly DeviceOutcome[]): Answer {
  const failed = outcomes.flatMap(({ outcome }) => (outcome.result === 'failed' ? [outcome] : []))
  if (failed.length > 0) {
    const retryAfterMs = Math.max(...failed.map((outcome) => outcome.retryAfterMs ?? 0))
    const error = 'A push could not be handed on; send the request again later'
    return { status: 502, body: { errcode: 'M_UNKNOWN', error }, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) }
  }
  const rejected = outcomes.flatMap(({ device, outcome }) => (outcome.result === 'rejected' ? [device.pushkey] : []))
  return { status: 200, body: { rejected: [...new Set(rejected)] } }
}

function unrecognized(status: number, error: string): Answer {
  return { status, body: { errcode: 'M_UNRECOGNIZED', error } }
}

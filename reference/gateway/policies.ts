import { isObject, type JsonObject } from '../rules/json.ts'
import type { App } from './app.ts'
import type { Push, PushNotification, TargetDevice } from './push.ts'
import type { PushOutcome } from './push-provider.ts'
import { type PushGatewayRequest, readRequest } from './read-request.ts'

/** Device of a request, with the outcome of its push. */
export interface DeviceOutcome {
  device: TargetDevice
  outcome: PushOutcome
}

/** Response to a homeserver. */
export interface PushGatewayResponse {
  status: number
  body: JsonObject
  /** Milliseconds after which the homeserver may try again */
  retryAfterMs?: number
}

/** Decisions that the push gateway is composed of. A fault replaces some of them. */
export interface PushGatewayPolicies {
  /** Maximum size of a body in bytes */
  maxBodyBytes: number
  /**
   * Returns the request in a body.
   *
   * @throws {RequestError} when the body is invalid
   */
  read(text: string): PushGatewayRequest
  /** Returns the response that refuses a request because of its header fields; `undefined` to accept it. */
  refusal(headers: Headers): PushGatewayResponse | undefined
  /** Returns the app of an app ID; `undefined` if there is none, or if it is ambiguous. */
  appOf(appId: string, apps: readonly App[]): App | undefined
  /** Outcome for a device whose app is unknown */
  unknownApp: PushOutcome
  /** Reports whether a pushkey that was rejected at some time (Unix milliseconds) is still rejected for a device. */
  isStillRejected(device: TargetDevice, rejectedAt: number): boolean
  /** Returns a key that repetitions of a notification for a device share; `undefined` if it has none. */
  duplicateKey(notification: PushNotification, device: TargetDevice): string | undefined
  /** Outcome for a device that was sent the notification before */
  duplicate: PushOutcome
  /** Reports whether a repeated notification is a duplicate, depending on the outcome of the first one. */
  isSeen(outcome: PushOutcome): boolean
  /** Passes a notification on to each of its devices, with `send`. */
  eachDevice(
    devices: readonly TargetDevice[],
    send: (device: TargetDevice) => Promise<PushOutcome>,
  ): Promise<DeviceOutcome[]>
  /**
   * Passes a push on to its service, with `send`.
   *
   * @param service name of the service
   */
  deliver(push: Push, send: () => Promise<PushOutcome>, service: string): Promise<PushOutcome>
  /** Returns the additional payload in the data of a pusher; `undefined` if it is invalid. */
  defaultPayload(device: TargetDevice): JsonObject | undefined
  /** Returns the response to a request, depending on the outcomes of its devices. */
  response(outcomes: readonly DeviceOutcome[]): PushGatewayResponse
  /** Returns the response to a request to an unknown path. */
  unknownPath(method: string): PushGatewayResponse
  /** Returns the response to a request with a method that the path does not support. */
  wrongMethod(method: string): PushGatewayResponse
  contentType: string
}

/**
 * Decisions that follow the specification.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/
 */
export const pushGatewayPolicies: PushGatewayPolicies = {
  maxBodyBytes: 512 * 1024,
  read: readRequest,
  refusal: () => undefined,
  appOf,
  unknownApp: { result: 'rejected', reason: 'its app is not configured' },
  // A pusher that was set again after the rejection has a valid pushkey
  isStillRejected: ({ pushkey_ts }, rejectedAt) => pushkey_ts === undefined || pushkey_ts * 1000 <= rejectedAt,
  duplicateKey: ({ event_id }, device) =>
    event_id === undefined ? undefined : JSON.stringify([event_id, keyOf(device)]),
  duplicate: { result: 'sent' },
  // An event that was not sent must be sent when the homeserver repeats it
  isSeen: ({ result }) => result === 'sent',
  eachDevice: (devices, send) => Promise.all(devices.map(async (device) => ({ device, outcome: await send(device) }))),
  deliver: (_, send) => send(),
  defaultPayload: ({ data: { default_payload: payload } }) => {
    // Some homeservers send null for what the data of a pusher does not contain
    if (payload === undefined || payload === null) return {}
    return isObject(payload) ? payload : undefined
  },
  response,
  unknownPath: () => unrecognized(404, 'There is no endpoint at this path'),
  wrongMethod: () => unrecognized(405, 'This endpoint does not support the method of the request'),
  contentType: 'application/json',
}

/** Returns a key that identifies a device by its app and its pushkey. */
export function keyOf({ app_id, pushkey }: TargetDevice): string {
  return JSON.stringify([app_id, pushkey])
}

/** Exact app IDs take precedence over patterns. Several matching patterns are ambiguous. */
function appOf(appId: string, apps: readonly App[]): App | undefined {
  const exact = apps.find((app) => app.app_id === appId)
  if (exact !== undefined) return exact
  const [first, ...others] = apps.filter((app) => matches(app.app_id, appId))
  return others.length === 0 ? first : undefined
}

/** Reports whether a text matches a pattern in which `*` stands for any characters. */
function matches(pattern: string, text: string): boolean {
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
 * Returns an error if one device failed, so that the homeserver sends the request again; the gateway recognises the
 * devices that already got it. The pause is the longest that one of the devices asks for.
 */
function response(outcomes: readonly DeviceOutcome[]): PushGatewayResponse {
  const failed = outcomes.flatMap(({ outcome }) => (outcome.result === 'failed' ? [outcome] : []))
  if (failed.length > 0) {
    const retryAfterMs = Math.max(...failed.map((outcome) => outcome.retryAfterMs ?? 0))
    const error = 'Some pushes could not be delivered; send the request again later'
    return { status: 502, body: { errcode: 'M_UNKNOWN', error }, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) }
  }
  const rejected = outcomes.flatMap(({ device, outcome }) => (outcome.result === 'rejected' ? [device.pushkey] : []))
  return { status: 200, body: { rejected: [...new Set(rejected)] } }
}

function unrecognized(status: number, error: string): PushGatewayResponse {
  return { status, body: { errcode: 'M_UNRECOGNIZED', error } }
}

import { RequestError } from '../request-error.ts'
import { isObject, type JsonObject } from '../rules/json.ts'
import type { Counts, PushNotification, TargetDevice } from './push.ts'

/** Request of a homeserver: one notification, and the devices that it is for. */
export interface PushGatewayRequest {
  notification: PushNotification
  devices: TargetDevice[]
}

/** Maximum number of devices in a request: more than a user has. */
const MAX_DEVICES = 1000

/** Text fields of a notification that are sent to devices. */
const TEXTS = ['event_id', 'room_id', 'type', 'sender', 'sender_display_name', 'room_name', 'room_alias'] as const

/**
 * Reads the body of a request. Unknown fields are ignored, and null counts as absent, because some homeservers send it.
 *
 * @throws {RequestError} M_NOT_JSON or M_BAD_JSON when the body is not valid; the message names the field
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function readRequest(text: string): PushGatewayRequest {
  const body = object(parse(text), 'Body')
  const notification = object(body.notification, 'Field "notification"')
  return { notification: readNotification(notification), devices: readDevices(notification.devices) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RequestError(400, 'M_NOT_JSON', 'The body is not JSON')
  }
}

function readNotification(fields: JsonObject): PushNotification {
  const texts = TEXTS.flatMap((name) => {
    const text = optional(fields, name, isText, 'a string')
    // No name or ID is empty: some homeservers omit a field this way
    return text === undefined || text === '' ? [] : [[name, text] as const]
  })
  const isTarget = optional(fields, 'user_is_target', isFlag, 'true or false')
  const content = optional(fields, 'content', isObject, 'an object')
  return {
    ...Object.fromEntries(texts),
    ...(isTarget === undefined ? {} : { user_is_target: isTarget }),
    ...(content === undefined ? {} : { content }),
    prio: optional(fields, 'prio', isText, 'a string') === 'low' ? 'low' : 'high',
    counts: readCounts(optional(fields, 'counts', isObject, 'an object') ?? {}),
  }
}

function readCounts(counts: JsonObject): Counts {
  const unread = optional(counts, 'unread', isNumber, 'a number')
  const missed = optional(counts, 'missed_calls', isNumber, 'a number')
  return {
    ...(unread === undefined ? {} : { unread }),
    ...(missed === undefined ? {} : { missed_calls: missed }),
  }
}

function readDevices(devices: unknown): TargetDevice[] {
  if (!Array.isArray(devices)) throw bad('Field "devices"', devices, 'a list of devices')
  if (devices.length === 0) throw bad('Field "devices"', devices, 'a list of at least one device')
  if (devices.length > MAX_DEVICES) {
    throw new RequestError(
      400,
      'M_BAD_JSON',
      `Field "devices": expected at most ${MAX_DEVICES} devices, found ${devices.length}`,
    )
  }
  return devices.map((device) => readDevice(object(device, 'Device')))
}

function readDevice(fields: JsonObject): TargetDevice {
  const required = (name: 'app_id' | 'pushkey') => {
    const value = fields[name]
    if (typeof value !== 'string') throw bad(`Field "${name}" of a device`, value, 'a string')
    return value
  }
  const pushkeyTs = optional(fields, 'pushkey_ts', isNumber, 'a number')
  return {
    app_id: required('app_id'),
    pushkey: required('pushkey'),
    ...(pushkeyTs === undefined ? {} : { pushkey_ts: pushkeyTs }),
    data: optional(fields, 'data', isObject, 'an object') ?? {},
    tweaks: optional(fields, 'tweaks', isObject, 'an object') ?? {},
  }
}

function object(value: unknown, what: string): JsonObject {
  if (!isObject(value)) throw bad(what, value, 'an object')
  return value
}

function optional<T>(fields: JsonObject, name: string, test: (value: unknown) => value is T, expected: string) {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (!test(value)) throw bad(`Field "${name}"`, value, expected)
  return value
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Creates the error for a field. It names the kind of the value, never the value, which may be secret. */
function bad(what: string, found: unknown, expected: string): RequestError {
  return new RequestError(400, 'M_BAD_JSON', `${what}: expected ${expected}, found ${kindOf(found)}`)
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

import { RequestError } from '../request-error.ts'
import { isObject, type JsonObject } from '../rules/json.ts'
import type { Counts, Notification, TargetDevice } from './push.ts'

/** What a homeserver asks for: one notification, and the devices that it is for. */
export interface NotifyRequest {
  notification: Notification
  devices: TargetDevice[]
}

/** More devices than a user has. */
const MAX_DEVICES = 1000

/** The text fields of a notification; what else is in it is not for devices. */
const TEXTS = ['event_id', 'room_id', 'type', 'sender', 'sender_display_name', 'room_name', 'room_alias'] as const

/**
 * Reads the body of a request. Fields that the API does not have are passed over, and null stands for nothing: some
 * homeservers say it that way.
 *
 * @throws {RequestError} M_NOT_JSON or M_BAD_JSON, with what is wrong and where
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function readRequest(text: string): NotifyRequest {
  const body = object(parse(text), 'The body')
  const notification = object(body.notification, 'The field "notification"')
  return { notification: readNotification(notification), devices: readDevices(notification.devices) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RequestError(400, 'M_NOT_JSON', 'The body is not JSON')
  }
}

function readNotification(fields: JsonObject): Notification {
  const texts = TEXTS.flatMap((name) => {
    const text = optional(fields, name, isText, 'a string')
    // Nothing has an empty name or ID: it is how some homeservers leave a field out
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
  if (!Array.isArray(devices)) throw bad('The field "devices"', devices, 'a list of devices')
  if (devices.length === 0) throw bad('The field "devices"', devices, 'a list of one device at least')
  if (devices.length > MAX_DEVICES) {
    throw new RequestError(400, 'M_BAD_JSON', `There are ${devices.length} devices; there may be ${MAX_DEVICES}`)
  }
  return devices.map((device) => readDevice(object(device, 'A device')))
}

function readDevice(fields: JsonObject): TargetDevice {
  const required = (name: 'app_id' | 'pushkey') => {
    const value = fields[name]
    if (typeof value !== 'string') throw bad(`The field "${name}" of a device`, value, 'a string')
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

function optional<T>(fields: JsonObject, name: string, test: (value: unknown) => value is T, wanted: string) {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (!test(value)) throw bad(`The field "${name}"`, value, wanted)
  return value
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Says what kind of value was found and never the value, which may be a secret or a message. */
function bad(what: string, found: unknown, wanted: string): RequestError {
  return new RequestError(400, 'M_BAD_JSON', `${what} is ${kindOf(found)}; it must be ${wanted}`)
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

import { isObject, type JsonObject } from '../../rules/json.ts'
import type { DeviceWish } from '../devices/device.ts'
import { type DeviceFailure, FAILURE_STATUSES, MAX_DELAY_MS, MAX_RETRY_AFTER_SECONDS } from '../devices/failures.ts'
import { ENVIRONMENTS, SERVICES } from '../devices/service.ts'
import { parseJson, readBody } from '../read-body.ts'

const MAX_BODY_BYTES = 16 * 1024
const MAX_TIMES = 1_000_000
const MAX_APP_LENGTH = 200

/** Error for a request that the control API refuses. */
export class ControlError extends Error {
  override name = 'ControlError' as const
  readonly status: 400 | 404 | 413

  constructor(status: 400 | 404 | 413, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Reads the body of a request.
 *
 * @throws {ControlError} when it is not a JSON object, or too large
 */
export async function readControlBody(request: Request): Promise<JsonObject> {
  const bytes = await readBody(request, MAX_BODY_BYTES)
  if (bytes === undefined) throw new ControlError(413, `Body: expected at most ${MAX_BODY_BYTES} bytes, found more`)
  const body = parseJson(bytes)
  if (!isObject(body)) throw new ControlError(400, 'Body: expected a JSON object, found something else')
  return body
}

/**
 * Reads the device to create.
 *
 * @throws {ControlError} when a field is unknown or not valid
 */
export function readDeviceWish(body: JsonObject): DeviceWish {
  refuseOthers(body, ['service', 'environment', 'app', 'vapid_key'])
  const service = oneOf(body, 'service', SERVICES)
  if (service === undefined) throw mismatch('service', oneOfThese(SERVICES), undefined)
  const environment = oneOf(body, 'environment', ENVIRONMENTS)
  if (environment !== undefined && service !== 'apns') {
    throw new ControlError(400, 'The field "environment" is only for the service "apns"')
  }
  const vapidKey = text(body, 'vapid_key', /^[A-Za-z0-9_-]{87}$/, 'a P-256 public key in base64url, 87 characters')
  if (vapidKey !== undefined && service !== 'web-push') {
    throw new ControlError(400, 'The field "vapid_key" is only for the service "web-push"')
  }
  const name = `1 to ${MAX_APP_LENGTH} of the characters A-Z, a-z, 0-9, "_", "-" and "."`
  const app = text(body, 'app', /^[A-Za-z0-9._-]{1,200}$/, name)
  return {
    service,
    ...(environment === undefined ? {} : { environment }),
    ...(app === undefined ? {} : { app }),
    ...(vapidKey === undefined ? {} : { vapid_key: vapidKey }),
  }
}

/**
 * Reads the failure of a device.
 *
 * @throws {ControlError} when a field is unknown or not valid
 */
export function readFailure(body: JsonObject): DeviceFailure {
  refuseOthers(body, ['status', 'times', 'delay_ms', 'retry_after'])
  const status = oneOf(body, 'status', FAILURE_STATUSES)
  const times = whole(body, 'times', 1, MAX_TIMES)
  const delay = whole(body, 'delay_ms', 1, MAX_DELAY_MS)
  const retryAfter = whole(body, 'retry_after', 0, MAX_RETRY_AFTER_SECONDS)
  if (status === undefined && delay === undefined) {
    throw new ControlError(
      400,
      'The body has neither "status" nor "delay_ms", so nothing would fail; give at least one of them',
    )
  }
  if (status === 410 && Object.keys(body).length > 1) {
    throw new ControlError(400, 'The status 410 is immediate and permanent; remove the other fields')
  }
  if (retryAfter !== undefined && status !== 429 && status !== 503) {
    throw new ControlError(400, 'The field "retry_after" is only for the statuses 429 and 503')
  }
  return {
    ...(status === undefined ? {} : { status }),
    ...(times === undefined ? {} : { times }),
    ...(delay === undefined ? {} : { delay_ms: delay }),
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  }
}

/**
 * Reads a whole number from 0 to `most` from the query; `otherwise` if it is absent.
 *
 * @throws {ControlError} when it is not such a number
 */
export function readQuery(value: string | undefined, name: string, most: number, otherwise: number): number {
  if (value === undefined) return otherwise
  if (/^\d{1,15}$/.test(value) && Number(value) <= most) return Number(value)
  throw new ControlError(400, `Parameter "${name}": expected a whole number up to ${most}, found ${quote(value)}`)
}

function refuseOthers(body: JsonObject, known: readonly string[]): void {
  const other = Object.keys(body).find((name) => !known.includes(name))
  if (other !== undefined) throw new ControlError(400, `Unknown field ${quote(other)}: expected ${oneOfThese(known)}`)
}

function oneOf<T extends string | number>(body: JsonObject, name: string, values: readonly T[]): T | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  const found = values.find((candidate) => candidate === value)
  if (found === undefined) throw mismatch(name, oneOfThese(values), value)
  return found
}

function whole(body: JsonObject, name: string, least: number, most: number): number | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  throw mismatch(name, `a whole number from ${least} to ${most}`, value)
}

function text(body: JsonObject, name: string, pattern: RegExp, expected: string): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value === 'string' && pattern.test(value)) return value
  throw mismatch(name, expected, value)
}

function mismatch(name: string, expected: string, found: unknown): ControlError {
  const shown = found === undefined ? 'nothing' : quote(found)
  return new ControlError(400, `Field "${name}": expected ${expected}, found ${shown}`)
}

function oneOfThese(values: readonly (string | number)[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`
}

/** Quotes a value in an error message: as JSON, cut to 60 characters. */
function quote(value: unknown): string {
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 57)}...` : json
}

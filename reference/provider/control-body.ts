import { isObject, type JsonObject } from '../rules/json.ts'
import { boundedBody, parseJson } from './bounded-body.ts'
import { type DeviceWish, ENVIRONMENTS, SERVICES } from './device.ts'
import { FAILURE_STATUSES, type Failure, MAX_DELAY_MS, MAX_RETRY_AFTER_SECONDS } from './failures.ts'

const MAX_BODY_BYTES = 16 * 1024
const MAX_TIMES = 1_000_000
const MAX_APP_LENGTH = 200

/** A request to the control API that cannot be answered as asked. */
export class ControlError extends Error {
  override name = 'ControlError' as const
  readonly status: 400 | 404 | 413

  constructor(status: 400 | 404 | 413, message: string) {
    super(message)
    this.status = status
  }
}

/** The JSON object that is the body of a request; throws `ControlError` when it is none. */
export async function readControlBody(request: Request): Promise<JsonObject> {
  const bytes = await boundedBody(request, MAX_BODY_BYTES)
  if (bytes === undefined) throw new ControlError(413, `The body is larger than ${MAX_BODY_BYTES} bytes`)
  const body = parseJson(bytes)
  if (!isObject(body)) throw new ControlError(400, 'The body is not a JSON object')
  return body
}

/** What kind of device is wanted; throws `ControlError`. */
export function readDeviceWish(body: JsonObject): DeviceWish {
  refuseOthers(body, ['service', 'environment', 'app', 'vapid_key'])
  const service = oneOf(body, 'service', SERVICES)
  if (service === undefined) throw new ControlError(400, `The field "service" is missing; ${wanted(SERVICES)}`)
  const environment = oneOf(body, 'environment', ENVIRONMENTS)
  if (environment !== undefined && service !== 'apns') {
    throw new ControlError(400, 'The field "environment" is for the service "apns" alone')
  }
  const vapidKey = text(body, 'vapid_key', /^[A-Za-z0-9_-]{87}$/, 'a public key of P-256 in base64url, 87 characters')
  if (vapidKey !== undefined && service !== 'web-push') {
    throw new ControlError(400, 'The field "vapid_key" is for the service "web-push" alone')
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

/** How a device is to fail; throws `ControlError`. */
export function readFailure(body: JsonObject): Failure {
  refuseOthers(body, ['status', 'times', 'delay_ms', 'retry_after'])
  const status = oneOf(body, 'status', FAILURE_STATUSES)
  const times = whole(body, 'times', 1, MAX_TIMES)
  const delay = whole(body, 'delay_ms', 1, MAX_DELAY_MS)
  const retryAfter = whole(body, 'retry_after', 0, MAX_RETRY_AFTER_SECONDS)
  if (status === undefined && delay === undefined) {
    throw new ControlError(400, 'The body has neither "status" nor "delay_ms", so nothing would fail')
  }
  if (status === 410 && Object.keys(body).length > 1) {
    throw new ControlError(400, 'The status 410 is at once and for good; it takes no other field')
  }
  if (retryAfter !== undefined && status !== 429 && status !== 503) {
    throw new ControlError(400, 'The field "retry_after" is for the statuses 429 and 503 alone')
  }
  return {
    ...(status === undefined ? {} : { status }),
    ...(times === undefined ? {} : { times }),
    ...(delay === undefined ? {} : { delay_ms: delay }),
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  }
}

/** A whole number from the query; throws `ControlError`. */
export function readQuery(value: string | undefined, name: string, most: number, otherwise: number): number {
  if (value === undefined) return otherwise
  if (/^\d{1,15}$/.test(value) && Number(value) <= most) return Number(value)
  throw new ControlError(400, `The parameter "${name}" is ${quote(value)}; it must be a whole number, at most ${most}`)
}

function refuseOthers(body: JsonObject, known: readonly string[]): void {
  const other = Object.keys(body).find((name) => !known.includes(name))
  if (other !== undefined) throw new ControlError(400, `There is no field ${quote(other)}; ${wanted(known)}`)
}

function oneOf<T extends string | number>(body: JsonObject, name: string, values: readonly T[]): T | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  const found = values.find((candidate) => candidate === value)
  if (found === undefined) throw new ControlError(400, `The field "${name}" is ${quote(value)}; ${wanted(values)}`)
  return found
}

function whole(body: JsonObject, name: string, least: number, most: number): number | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  const range = `a whole number from ${least} to ${most}`
  throw new ControlError(400, `The field "${name}" is ${quote(value)}; it must be ${range}`)
}

function text(body: JsonObject, name: string, pattern: RegExp, words: string): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value === 'string' && pattern.test(value)) return value
  throw new ControlError(400, `The field "${name}" is ${quote(value)}; it must be ${words}`)
}

function wanted(values: readonly (string | number)[]): string {
  return `it must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`
}

/** A value as error messages quote it: JSON, cut short. */
function quote(value: unknown): string {
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 57)}...` : json
}

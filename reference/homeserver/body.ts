import { readText } from '../read-text.ts'
import { isObject, type JsonObject } from '../rules/json.ts'
import { badJson, missingParam, RequestError } from './errors.ts'
import { isNestedDeeper } from './json-depth.ts'

export { isObject, type JsonObject }

const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 200

/**
 * Returns the JSON object in the body of a request.
 *
 * @throws {RequestError} with M_NOT_JSON, M_BAD_JSON or M_TOO_LARGE when the body is not a JSON object
 */
export async function readBody(request: Request): Promise<JsonObject> {
  const body = parse(await readText(request, MAX_BODY_BYTES))
  if (!isObject(body)) throw badJson(`Body: expected a JSON object, found ${quote(body)}`)
  return body
}

/** Does the same as `readBody`, and returns `{}` for an empty body. */
export async function readOptionalBody(request: Request): Promise<JsonObject> {
  const text = await readText(request, MAX_BODY_BYTES)
  const body = text === '' ? {} : parse(text)
  if (!isObject(body)) throw badJson(`Body: expected a JSON object, found ${quote(body)}`)
  return body
}

/**
 * Returns a required field of a body.
 *
 * @throws {RequestError} with M_MISSING_PARAM when it is missing, or M_BAD_JSON when it has another shape
 */
export function field<T>(body: JsonObject, name: string, shape: Shape<T>): T {
  const value = optionalField(body, name, shape)
  if (value === undefined) throw missingParam(`Field "${name}": expected ${shape.name}, found nothing`)
  return value
}

/**
 * Returns an optional field of a body; `undefined` if it is absent.
 *
 * @throws {RequestError} with M_BAD_JSON when it has another shape
 */
export function optionalField<T>(body: JsonObject, name: string, shape: Shape<T>): T | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (!shape.test(value)) throw badJson(`Field "${name}": expected ${shape.name}, found ${quote(value)}`)
  return value
}

/** Type of a field, with its name for messages. */
export interface Shape<T> {
  name: string
  test(value: unknown): value is T
}

export const STRING: Shape<string> = { name: 'a string', test: (value) => typeof value === 'string' }
export const BOOLEAN: Shape<boolean> = { name: 'a boolean', test: (value) => typeof value === 'boolean' }
export const INTEGER: Shape<number> = {
  name: 'an integer',
  test: (value): value is number => Number.isSafeInteger(value),
}
export const OBJECT: Shape<JsonObject> = { name: 'an object', test: isObject }
export const ARRAY: Shape<unknown[]> = { name: 'an array', test: (value) => Array.isArray(value) }
export const STRINGS: Shape<string[]> = {
  name: 'an array of strings',
  test: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}
export const OBJECTS: Shape<JsonObject[]> = {
  name: 'an array of objects',
  test: (value) => Array.isArray(value) && value.every(isObject),
}

/** Returns a value as JSON for an error message, truncated to 80 characters. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 80 ? `${json.slice(0, 77)}...` : json
}

function parse(text: string): unknown {
  if (isNestedDeeper(text, MAX_DEPTH)) throw badJson(`Body: expected at most ${MAX_DEPTH} nested levels, found more`)
  try {
    return JSON.parse(text)
  } catch {
    const start = quote(text.slice(0, 40))
    throw new RequestError(400, 'M_NOT_JSON', `Body: expected JSON, found text that starts with ${start}`)
  }
}

import { readText } from '../read-text.ts'
import { isObject, type JsonObject } from '../rules/json.ts'
import { badJson, missingParam, RequestError } from './errors.ts'
import { isNestedDeeper } from './json-depth.ts'

export { isObject, type JsonObject }

const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 200

/** The JSON object that is the body of a request; throws M_NOT_JSON, M_BAD_JSON or M_TOO_LARGE when it is none. */
export async function readBody(request: Request): Promise<JsonObject> {
  const body = parse(await readText(request, MAX_BODY_BYTES))
  if (!isObject(body)) throw badJson(`The body is ${quote(body)}; it must be a JSON object`)
  return body
}

/** The same for requests that may come without a body, which stands for `{}`. */
export async function readOptionalBody(request: Request): Promise<JsonObject> {
  const text = await readText(request, MAX_BODY_BYTES)
  const body = text === '' ? {} : parse(text)
  if (!isObject(body)) throw badJson(`The body is ${quote(body)}; it must be a JSON object`)
  return body
}

/** A required field of a body; throws M_MISSING_PARAM or M_BAD_JSON. */
export function field<T>(body: JsonObject, name: string, shape: Shape<T>): T {
  const value = optionalField(body, name, shape)
  if (value === undefined) throw missingParam(`The field "${name}" is missing; it must be ${shape.name}`)
  return value
}

/** A field of a body that may be absent; throws M_BAD_JSON when it has another shape. */
export function optionalField<T>(body: JsonObject, name: string, shape: Shape<T>): T | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (!shape.test(value)) throw badJson(`The field "${name}" is ${quote(value)}; it must be ${shape.name}`)
  return value
}

/** What a field must look like, with words for it. */
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

/** A value as error messages quote it: JSON, cut short. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 80 ? `${json.slice(0, 77)}...` : json
}

function parse(text: string): unknown {
  if (isNestedDeeper(text, MAX_DEPTH)) throw badJson(`The body is nested deeper than ${MAX_DEPTH} levels`)
  try {
    return JSON.parse(text)
  } catch {
    const start = quote(text.slice(0, 40))
    throw new RequestError(400, 'M_NOT_JSON', `The body cannot be read as JSON; it starts with ${start}`)
  }
}

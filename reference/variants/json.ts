import { isObject, type JsonObject } from '../homeserver/body.ts'

/** A copy of a JSON value in which every object was changed, the inner ones first. */
export function mapObjects(value: unknown, change: (object: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change))
  if (!isObject(value)) return value
  return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapObjects(inner, change)])))
}

/** The object without those fields whose values are unwanted. */
export function without(object: JsonObject, isUnwanted: (value: unknown, name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => !isUnwanted(value, name)))
}

/** Whether the value is an array or an object with nothing in it. */
export function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

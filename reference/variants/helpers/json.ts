import { isObject, type JsonObject } from '../../homeserver/body.ts'

/** Returns a copy of a JSON value with every object changed, inner ones first. */
export function mapObjects(value: unknown, change: (object: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change))
  if (!isObject(value)) return value
  return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapObjects(inner, change)])))
}

/** Returns the object without the fields that a predicate selects. */
export function without(object: JsonObject, isRemoved: (value: unknown, name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => !isRemoved(value, name)))
}

/** Reports whether the value is an empty array or object. */
export function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

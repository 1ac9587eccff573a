/** A JSON object. What users and other servers store can hold anything, so it is looked at before it is used. */
export type JsonObject = Record<string, unknown>

/** Whether a JSON value is an object, and neither an array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The property of a JSON object; `undefined` when it has none of its own, or when `value` is no object. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as JsonObject)[name]
  // Most of the properties that are asked for are not there, and that is the quickest to find out
  return found !== undefined && Object.hasOwn(value, name) && !Array.isArray(value) ? found : undefined
}

/** The elements of a JSON array; none when `value` is something else. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

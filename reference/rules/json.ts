/** JSON object of unknown content, such as users and other servers store it. */
export type JsonObject = Record<string, unknown>

/** Reports whether a JSON value is an object, and neither an array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns an own property of a JSON object; `undefined` if there is none, or `value` is not an object. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as JsonObject)[name]
  // Most requested properties are absent, and that is the fastest check
  return found !== undefined && Object.hasOwn(value, name) && !Array.isArray(value) ? found : undefined
}

/** Returns the elements of a JSON array; none if `value` is something else. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

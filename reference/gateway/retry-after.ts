/** Maximum pause that a service can request, in milliseconds. */
const MAX_PAUSE_MS = 60 * 60 * 1000

/**
 * Reads the header field `Retry-After`, as a property of an outcome.
 *
 * @returns no property if the field is absent or not valid
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string | undefined): { retryAfterMs?: number } {
  if (header === undefined) return {}
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(ms, 0), MAX_PAUSE_MS) }
}

/** A service may ask for no longer a pause than this, in milliseconds. */
const LONGEST_MS = 60 * 60 * 1000

/**
 * How long a header field `Retry-After` asks to wait; nothing where there is none, or one that cannot be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string | undefined): { retryAfterMs?: number } {
  if (header === undefined) return {}
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(ms, 0), LONGEST_MS) }
}

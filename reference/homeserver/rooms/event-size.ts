import { quote } from '../body.ts'
import { invalidParam, RequestError } from '../errors.ts'
import type { StoredEvent } from '../storage/events.ts'

const MAX_EVENT_BYTES = 65_536
const MAX_ID_BYTES = 255

/**
 * Throws M_TOO_LARGE for an event that is larger than rooms take, and M_INVALID_PARAM for a type or state key that is.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#size-limits
 */
export function assertEventSize({ content, event_id, origin_server_ts, ...event }: StoredEvent): void {
  for (const [name, value] of [
    ['type', event.type],
    ['state key', event.state_key ?? ''],
  ] as const) {
    const bytes = Buffer.byteLength(value)
    if (bytes > MAX_ID_BYTES)
      throw invalidParam(`The ${name} ${quote(value)} has ${bytes} bytes; ${MAX_ID_BYTES} are allowed`)
  }
  const { room_id, sender, type, state_key, redacts } = event
  const sent = { content, event_id, origin_server_ts, room_id, sender, type, state_key, redacts }
  const bytes = Buffer.byteLength(JSON.stringify(sent))
  if (bytes > MAX_EVENT_BYTES) {
    throw new RequestError(413, 'M_TOO_LARGE', `The event has ${bytes} bytes; ${MAX_EVENT_BYTES} are allowed`)
  }
}

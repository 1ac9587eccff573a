import { quote } from '../body.ts'
import { invalidParam, RequestError } from '../errors.ts'
import type { StoredEvent } from '../storage/events.ts'

const MAX_EVENT_BYTES = 65_536
const MAX_ID_BYTES = 255

/**
 * Checks the size of an event.
 *
 * @throws {RequestError} with M_TOO_LARGE when the event is too large, or M_INVALID_PARAM when its type or state key is
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
      throw invalidParam(`The ${name} ${quote(value)}: expected at most ${MAX_ID_BYTES} bytes, found ${bytes}`)
  }
  const { room_id, sender, type, state_key, redacts } = event
  const sent = { content, event_id, origin_server_ts, room_id, sender, type, state_key, redacts }
  const bytes = Buffer.byteLength(JSON.stringify(sent))
  if (bytes > MAX_EVENT_BYTES) {
    throw new RequestError(413, 'M_TOO_LARGE', `Event: expected at most ${MAX_EVENT_BYTES} bytes, found ${bytes}`)
  }
}

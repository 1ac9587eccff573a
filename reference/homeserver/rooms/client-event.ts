import type { ClientEvent } from '../../../spec/index.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'

/** Who an event is shown to: the transaction ID is told to the device that sent it, and to no other. */
export interface Viewer {
  userId: string
  deviceId: string
}

/**
 * An event as clients see it.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-event-format
 */
export function clientEvent(store: Store, event: StoredEvent, viewer?: Viewer): ClientEvent & { room_id: string } {
  const because = event.redacted_because
  const redaction = because === undefined ? undefined : store.events.find(event.room_id, because)
  // A redaction may be redacted as well, and so on: it is shown by itself, for the whole chain could be of any length
  return present(event, viewer, redaction === undefined ? {} : { redacted_because: present(redaction, viewer, {}) })
}

function present(event: StoredEvent, viewer: Viewer | undefined, because: { redacted_because?: ClientEvent }) {
  const isOwn = event.transaction_id !== undefined && isSender(event, viewer)
  const unsigned = { ...(isOwn ? { transaction_id: event.transaction_id } : {}), ...because }
  return {
    event_id: event.event_id,
    room_id: event.room_id,
    type: event.type,
    sender: event.sender,
    origin_server_ts: event.origin_server_ts,
    content: event.content,
    ...(event.state_key === undefined ? {} : { state_key: event.state_key }),
    ...(event.redacts === undefined ? {} : { redacts: event.redacts }),
    ...(Object.keys(unsigned).length === 0 ? {} : { unsigned }),
  }
}

/** The same without the room ID, for places that name the room already. */
export function clientEventWithoutRoomId(store: Store, event: StoredEvent, viewer?: Viewer): ClientEvent {
  const { room_id: _, ...rest } = clientEvent(store, event, viewer)
  return rest
}

/** What a user who is not in the room may see of its state. */
export function strippedEvent({ type, state_key = '', sender, content }: StoredEvent) {
  return { type, state_key, sender, content }
}

function isSender(event: StoredEvent, viewer: Viewer | undefined): boolean {
  return event.sender === viewer?.userId && event.device_id === viewer.deviceId
}

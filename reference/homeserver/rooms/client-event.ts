import type { ClientEvent } from '../../../spec/index.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'

/** Device that an event is shown to. Only the device that sent an event is shown its transaction ID. */
export interface Viewer {
  userId: string
  deviceId: string
}

/**
 * Returns an event as clients see it.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-event-format
 */
export function clientEvent(store: Store, event: StoredEvent, viewer?: Viewer): ClientEvent & { room_id: string } {
  const because = event.redacted_because
  const redaction = because === undefined ? undefined : store.events.find(event.room_id, because)
  // Redactions can be redacted too, so the chain can be of any length: only the first one is shown
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

/** Returns an event as clients see it, without the room ID. */
export function clientEventWithoutRoomId(store: Store, event: StoredEvent, viewer?: Viewer): ClientEvent {
  const { room_id: _, ...rest } = clientEvent(store, event, viewer)
  return rest
}

/** Returns a state event as users outside of the room may see it. */
export function strippedEvent({ type, state_key = '', sender, content }: StoredEvent) {
  return { type, state_key, sender, content }
}

function isSender(event: StoredEvent, viewer: Viewer | undefined): boolean {
  return event.sender === viewer?.userId && event.device_id === viewer.deviceId
}

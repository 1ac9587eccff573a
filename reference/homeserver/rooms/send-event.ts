import { markRead } from '../push/mark-read.ts'
import { notifyMembers } from '../push/notify.ts'
import { pushBadge } from '../push/push.ts'
import type { RoomInfo } from '../push/room-info.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import { authorise } from './authorise.ts'
import type { EventDraft } from './draft.ts'
import { assertEventSize } from './event-size.ts'
import { redactedContent } from './redact.ts'

/** Event that is stored but not announced to clients yet. */
export interface AppendedEvent {
  event: StoredEvent
  /** The room just after the event */
  room: RoomInfo
}

/**
 * Sends an event to a room: checks and stores it, notifies its recipients, and wakes waiting clients.
 *
 * @returns the event ID
 */
export function sendEvent(services: Services, draft: EventDraft): string {
  const appended = services.store.transaction(() => appendEvent(services, draft))
  announce(services, appended)
  return appended.event.event_id
}

/** Does the part of sending that belongs in a transaction; call `announce` afterwards. */
export function appendEvent(services: Services, draft: EventDraft): AppendedEvent {
  const { policies, store } = services
  authorise(store, draft)
  const event = storedEvent(services, draft)
  assertEventSize(event)
  store.events.add(event)
  if (event.type === 'm.room.member') {
    store.memberships.put(membershipOf(event))
    // A room that the user returns to is no longer forgotten
    if (['join', 'invite'].includes(String(event.content.membership))) {
      store.forgottenRooms.remove(event.state_key ?? '', event.room_id)
    }
  }
  if (event.redacts !== undefined) redact(store, event, event.redacts)
  const read = draft.incidental ? undefined : policies.receipts.readBySending(event)
  const lowersCounts = markRead(store, event.sender, read)
  const room = notifyMembers(services, event)
  if (policies.payload.sendsBadge(lowersCounts)) pushBadge(services, event.sender)
  return { event, room }
}

/** Wakes the clients that wait for a stored event. */
export function announce(services: Services, { event, room }: AppendedEvent): void {
  const joined = room.members.filter((member) => member.membership === 'join').map((member) => member.user_id)
  const target = event.type === 'm.room.member' && event.state_key !== undefined ? [event.state_key] : []
  services.waiters.wake(new Set([...joined, ...target]))
}

function storedEvent({ policies, store }: Services, draft: EventDraft): StoredEvent {
  const { incidental: _, transaction, ...fields } = draft
  return {
    ...fields,
    ...transaction,
    event_id: policies.schema.eventId(draft),
    position: store.nextPosition(),
    origin_server_ts: Date.now(),
    thread_id: policies.unreadCounts.thread(store, draft.room_id, draft.content),
  }
}

function membershipOf({ room_id, state_key = '', content, position }: StoredEvent) {
  const name = content.displayname
  const display_name = typeof name === 'string' && name !== '' ? name : null
  return { room_id, user_id: state_key, membership: String(content.membership), display_name, position }
}

function redact(store: Store, redaction: StoredEvent, eventId: string): void {
  const target = store.events.find(redaction.room_id, eventId)
  if (target === undefined) return
  const content = redactedContent(target, store.rooms.version(target.room_id) ?? '')
  store.events.redact(eventId, content, redaction.event_id)
  // Redacting a member event removes the display name in it
  const member = store.memberships.find(target.room_id, target.state_key ?? '')
  if (member?.position === target.position) store.memberships.put(membershipOf({ ...target, content }))
}

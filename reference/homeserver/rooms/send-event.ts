import { randomId } from '../ids.ts'
import { markRead } from '../push/mark-read.ts'
import { type NotifiedEvent, pushNotified, recordNotified } from '../push/notify.ts'
import { pushBadge } from '../push/push.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Store } from '../storage/store.ts'
import { authorise } from './authorise.ts'
import type { Draft } from './draft.ts'
import { redactedContent } from './redact.ts'
import { threadOf } from './thread.ts'

/** An event that is stored and not yet told about. */
export interface Appended extends NotifiedEvent {
  /** Whether the event made unread notifications of its sender read */
  lowersCounts: boolean
}

/**
 * Sends an event into a room: checks it, stores it, notifies, and wakes those who wait for it.
 *
 * @returns the event ID
 */
export function sendEvent(services: Services, draft: Draft): string {
  const appended = services.store.transaction(() => appendEvent(services, draft))
  announce(services, appended)
  return appended.event.event_id
}

/** The part of sending that belongs in a transaction; `announce` completes it. */
export function appendEvent(services: Services, draft: Draft): Appended {
  const { policies, store } = services
  authorise(store, draft)
  const event = storedEvent(store, draft)
  store.events.add(event)
  if (event.type === 'm.room.member') store.memberships.put(membershipOf(event))
  if (event.redacts !== undefined) redact(store, event, event.redacts)
  const read = draft.incidental ? undefined : policies.counts.readBySending(event)
  const lowersCounts = markRead(store, event.sender, read)
  return { ...recordNotified(services, event), lowersCounts }
}

/** Tells push gateways and waiting clients about a stored event. */
export function announce(services: Services, appended: Appended): void {
  const { event, room, lowersCounts } = appended
  pushNotified(services, appended)
  if (lowersCounts) pushBadge(services, event.sender)
  const joined = room.members.filter((member) => member.membership === 'join').map((member) => member.user_id)
  const target = event.type === 'm.room.member' && event.state_key !== undefined ? [event.state_key] : []
  services.waiters.wake(new Set([...joined, ...target]))
}

function storedEvent(store: Store, draft: Draft): StoredEvent {
  const { incidental: _, transaction, ...fields } = draft
  return {
    ...fields,
    ...transaction,
    event_id: `$${randomId(32)}`,
    position: store.nextPosition(),
    origin_server_ts: Date.now(),
    thread_id: threadOf(store, draft.room_id, draft.content),
  }
}

function membershipOf({ room_id, state_key = '', content, position }: StoredEvent) {
  const name = content.displayname
  const display_name = typeof name === 'string' && name !== '' ? name : null
  return { room_id, user_id: state_key, membership: String(content.membership), display_name, position }
}

function redact(store: Store, redaction: StoredEvent, eventId: string): void {
  const target = store.events.find(redaction.room_id, eventId)
  if (target !== undefined) store.events.redact(eventId, redactedContent(target), redaction.event_id)
}

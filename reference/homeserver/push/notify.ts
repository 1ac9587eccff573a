import { evaluateFor } from '../../rules/index.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Membership } from '../storage/memberships.ts'
import { pushEvent } from './push.ts'
import { type RoomInfo, roomInfo } from './room-info.ts'

/**
 * Evaluates the push rules of all recipients of an event, stores their notifications, and queues the push requests. It
 * must be called in the transaction that stores the event.
 *
 * @returns the room just after the event
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function notifyMembers(services: Services, event: StoredEvent): RoomInfo {
  const { policies, rulesets, store } = services
  const room = roomInfo(store, event.room_id)
  const ignoring = policies.recipients.notifiesIgnoring(event) ? NOBODY : store.ignoredUsers.ignoring(event.sender)
  const audience = policies.recipients.audience(event, room).filter((member) => !ignoring.has(member.user_id))
  const recipients = audience.map((member) => ({
    user_id: member.user_id,
    ruleset: rulesets.of(member.user_id).compiled,
    room: policies.conditions.roomContext(room, { ...member, profileName: () => profileNameOf(store, member) }),
  }))
  const notified = evaluateFor(recipients, event)
    .filter(({ outcome }) => policies.actions.notifies(outcome))
    .map(({ recipient: { user_id }, outcome }) => ({ user_id, outcome }))
  for (const { user_id, outcome } of notified) {
    if (!policies.unreadCounts.isCounted(user_id, store.pushers)) continue
    store.notifications.add({
      user_id,
      position: event.position,
      room_id: event.room_id,
      thread_id: event.thread_id,
      actions: outcome.actions,
      highlight: policies.unreadCounts.isHighlight(outcome),
      ts: Date.now(),
    })
  }
  pushEvent(services, event, room, notified)
  return room
}

const NOBODY: ReadonlySet<string> = new Set()

function profileNameOf(store: Services['store'], { user_id }: Membership): string | null {
  return store.users.find(user_id)?.display_name ?? null
}

import { evaluateFor } from '../../rules/index.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Membership } from '../storage/memberships.ts'
import { type PushedUser, pushEvent } from './push.ts'
import { type RoomInfo, roomInfo } from './room-info.ts'

/**
 * Evaluates the push rules of all recipients of an event, stores their notifications, and queues the push requests. It
 * must be called in the transaction that stores the event.
 *
 * @returns the room just after the event
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function notifyMembers(services: Services, event: StoredEvent): RoomInfo {
  const { policies, store } = services
  const room = roomInfo(store, event.room_id)
  const ignoring = policies.recipients.notifiesIgnoring(event) ? NOBODY : store.ignoredUsers.ignoring(event.sender)
  const audience = policies.recipients.audience(event, room).filter((member) => !ignoring.has(member.user_id))
  const notified = notifiedOf(services, event, room, audience)
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
  if (policies.recipients.notifiesOfEarlier(event)) {
    notifyOfEarlier(services, event.state_key ?? '', { roomId: event.room_id })
  }
  return room
}

/** Restricts earlier events, and the pushers that are notified of them. */
export interface EarlierEvents {
  /** Default: all rooms that the user is joined to */
  roomId?: string
  /** Default: all pushers of the user, of the events that have not notified the user yet */
  pusherId?: number
}

/** Number of earlier events of which a user can be notified. */
const MAX_EARLIER = 1000

/**
 * Notifies a user of earlier messages, which no part of a correct server does. It must be called in the transaction of
 * what causes it.
 */
export function notifyOfEarlier(services: Services, userId: string, { roomId, pusherId }: EarlierEvents = {}): void {
  const { store } = services
  const page = { before: Number.MAX_SAFE_INTEGER, limit: MAX_EARLIER, onlyHighlights: false }
  const known = pusherId === undefined ? store.notifications.list(userId, page) : []
  const events = store.history
    .stream(userId, 0, MAX_EARLIER)
    .filter((event) => event.type === 'm.room.message' && event.sender !== userId)
    .filter((event) => roomId === undefined || event.room_id === roomId)
    .filter((event) => known.every(({ event_id }) => event_id !== event.event_id))
  for (const event of events) {
    const room = roomInfo(store, event.room_id)
    const members = room.members.filter(({ user_id }) => user_id === userId)
    pushEvent(services, event, room, notifiedOf(services, event, room, members), pusherId)
  }
}

/** Returns those of some members of a room whom an event notifies by their rules. */
function notifiedOf(
  services: Services,
  event: StoredEvent,
  room: RoomInfo,
  audience: readonly Membership[],
): PushedUser[] {
  const { policies, rulesets, store } = services
  const recipients = audience.map((member) => ({
    user_id: member.user_id,
    ruleset: rulesets.of(member.user_id).compiled,
    room: policies.conditions.roomContext(room, { ...member, profileName: () => profileNameOf(store, member) }),
  }))
  return evaluateFor(recipients, event)
    .filter(({ outcome }) => policies.actions.notifies(outcome))
    .map(({ recipient: { user_id }, outcome }) => ({ user_id, outcome }))
}

const NOBODY: ReadonlySet<string> = new Set()

function profileNameOf(store: Services['store'], { user_id }: Membership): string | null {
  return store.users.find(user_id)?.display_name ?? null
}

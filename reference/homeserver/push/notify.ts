import { evaluateFor, type Outcome } from '../../rules/index.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import { pushEvent } from './push.ts'
import { type RoomFacts, roomFacts } from './room-facts.ts'

/** A user whose rules notify them of an event. */
export interface Notified {
  user_id: string
  outcome: Outcome
}

/** An event with everyone whom it notifies. */
export interface NotifiedEvent {
  event: StoredEvent
  room: RoomFacts
  notified: Notified[]
}

/**
 * Puts an event to the push rules of everyone whom it may concern, and stores whom it notifies. Sends nothing: that is
 * for `pushNotified`, once the event is safely stored.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function recordNotified(services: Services, event: StoredEvent): NotifiedEvent {
  const { policies, rulesets, store } = services
  const room = roomFacts(store, event.room_id)
  const recipients = policies.gateway.audience(event, room).map((member) => ({
    user_id: member.user_id,
    ruleset: rulesets.of(member.user_id).compiled,
    room: policies.rules.roomContext(room, member),
  }))
  const notified = evaluateFor(recipients, event)
    .filter(({ outcome }) => policies.rules.notifies(outcome))
    .map(({ recipient: { user_id }, outcome }) => ({ user_id, outcome }))
  for (const { user_id, outcome } of notified) {
    store.notifications.add({
      user_id,
      position: event.position,
      room_id: event.room_id,
      thread_id: event.thread_id,
      actions: outcome.actions,
      highlight: policies.counts.isHighlight(outcome),
      ts: Date.now(),
    })
  }
  return { event, room, notified }
}

/** Sends an event to the push gateways of everyone whom it notifies. */
export function pushNotified(services: Services, { event, room, notified }: NotifiedEvent): void {
  for (const { user_id, outcome } of notified) pushEvent(services, { event, room, user_id, outcome })
}

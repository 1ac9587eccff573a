import type { StoredEvent } from '../storage/events.ts'

/** What a redaction leaves of an event's content, by type; `undefined` leaves all of it. */
const KEPT: Record<string, readonly string[] | undefined> = {
  'm.room.create': undefined,
  'm.room.member': ['membership', 'join_authorised_via_users_server'],
  'm.room.join_rules': ['join_rule', 'allow'],
  'm.room.power_levels': [
    'ban',
    'events',
    'events_default',
    'invite',
    'kick',
    'redact',
    'state_default',
    'users',
    'users_default',
  ],
  'm.room.history_visibility': ['history_visibility'],
  'm.room.redaction': ['redacts'],
}

/**
 * The content of an event after its redaction.
 *
 * @see https://spec.matrix.org/v1.19/rooms/v11/#redactions
 */
export function redactedContent(event: StoredEvent): Record<string, unknown> {
  if (!Object.hasOwn(KEPT, event.type)) return {}
  const kept = KEPT[event.type]
  if (kept === undefined) return event.content
  return Object.fromEntries(Object.entries(event.content).filter(([name]) => kept.includes(name)))
}

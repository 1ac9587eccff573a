import type { StoredEvent } from '../storage/events.ts'

/** Fields of the content that a redaction preserves since room version 11, by event type; `undefined` for all. */
const PRESERVED: Record<string, readonly string[] | undefined> = {
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

/** Fields that a redaction preserves up to room version 10. */
const PRESERVED_BEFORE_11: typeof PRESERVED = {
  ...PRESERVED,
  'm.room.create': ['creator'],
  'm.room.power_levels': PRESERVED['m.room.power_levels']?.filter((name) => name !== 'invite'),
  'm.room.redaction': [],
}

/**
 * Returns the content of an event after its redaction.
 *
 * @see https://spec.matrix.org/v1.19/rooms/v11/#redactions
 */
export function redactedContent(event: StoredEvent, roomVersion: string): Record<string, unknown> {
  const preservedByType = Number(roomVersion) >= 11 ? PRESERVED : PRESERVED_BEFORE_11
  if (!Object.hasOwn(preservedByType, event.type)) return {}
  const preserved = preservedByType[event.type]
  if (preserved === undefined) return event.content
  return Object.fromEntries(Object.entries(event.content).filter(([name]) => preserved.includes(name)))
}

import type { StoredEvent } from '../storage/events.ts'

/** What a redaction leaves of an event's content since room version 11, by type; `undefined` leaves all of it. */
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

/** Where room version 10 leaves something else. */
const KEPT_BEFORE_11: typeof KEPT = {
  ...KEPT,
  'm.room.create': ['creator'],
  'm.room.power_levels': KEPT['m.room.power_levels']?.filter((name) => name !== 'invite'),
  'm.room.redaction': [],
}

/**
 * The content of an event after its redaction.
 *
 * @see https://spec.matrix.org/v1.19/rooms/v11/#redactions
 */
export function redactedContent(event: StoredEvent, roomVersion: string): Record<string, unknown> {
  const keptByType = Number(roomVersion) >= 11 ? KEPT : KEPT_BEFORE_11
  if (!Object.hasOwn(keptByType, event.type)) return {}
  const kept = keptByType[event.type]
  if (kept === undefined) return event.content
  return Object.fromEntries(Object.entries(event.content).filter(([name]) => kept.includes(name)))
}

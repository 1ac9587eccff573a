import { type Span, type SpecVersion, within } from '../../spec/versions.ts'
import { type Condition, NEVER } from './condition.ts'
import { containsDisplayName, eventMatch, eventPropertyContains, eventPropertyIs } from './event-conditions.ts'
import { isObject, type JsonObject } from './json.ts'
import { roomMemberCount, senderNotificationPermission } from './room-conditions.ts'

interface ConditionKind extends Span {
  compile(condition: JsonObject, specVersion: SpecVersion): Condition
}

const CONDITION_KINDS = new Map<unknown, ConditionKind>([
  ['event_match', { compile: eventMatch }],
  ['event_property_is', { compile: eventPropertyIs, since: 'v1.7' }],
  ['event_property_contains', { compile: eventPropertyContains, since: 'v1.7' }],
  ['contains_display_name', { compile: containsDisplayName }],
  ['room_member_count', { compile: roomMemberCount }],
  ['sender_notification_permission', { compile: senderNotificationPermission }],
])

/** Returns the versions that define a kind of condition; `undefined` if none does. */
export function spanOfKind(kind: unknown): Span | undefined {
  return CONDITION_KINDS.get(kind)
}

/**
 * Compiles a condition. If it is malformed, or of a kind that the version does not define, it never holds.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function compileCondition(condition: unknown, specVersion: SpecVersion): Condition {
  if (!isObject(condition)) return NEVER
  const kind = CONDITION_KINDS.get(condition.kind)
  return kind !== undefined && within(specVersion, kind) ? kind.compile(condition, specVersion) : NEVER
}

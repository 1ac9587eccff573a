import { type Profile, type Span, within } from '../../spec/versions.ts'
import { containsDisplayName, eventMatch, eventPropertyContains, eventPropertyIs } from './event-conditions.ts'
import { isObject, type JsonObject } from './json.ts'
import { roomMemberCount, senderNotificationPermission } from './room-conditions.ts'
import { never, type Test } from './subject.ts'

interface ConditionKind extends Span {
  compile(condition: JsonObject, profile: Profile): Test
}

const CONDITION_KINDS = new Map<unknown, ConditionKind>([
  ['event_match', { compile: eventMatch }],
  ['event_property_is', { compile: eventPropertyIs, since: 'v1.7' }],
  ['event_property_contains', { compile: eventPropertyContains, since: 'v1.7' }],
  ['contains_display_name', { compile: containsDisplayName }],
  ['room_member_count', { compile: roomMemberCount }],
  ['sender_notification_permission', { compile: senderNotificationPermission }],
])

/**
 * Makes the test of a condition. One that is malformed, or of a kind that the profile does not know, never holds.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function compileCondition(condition: unknown, profile: Profile): Test {
  if (!isObject(condition)) return never
  const kind = CONDITION_KINDS.get(condition.kind)
  return kind !== undefined && within(profile, kind) ? kind.compile(condition, profile) : never
}

/** Makes the tests of a rule's conditions, all of which must hold. No conditions always hold. */
export function compileConditions(conditions: unknown, profile: Profile): Test[] {
  if (conditions === undefined) return []
  return Array.isArray(conditions) ? conditions.map((condition) => compileCondition(condition, profile)) : [never]
}

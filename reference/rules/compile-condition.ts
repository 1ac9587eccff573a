import { type Span, type SpecVersion, within } from '../../spec/versions.ts'
import { type Condition, NEVER } from './condition.ts'
import { containsDisplayName, eventMatch, eventPropertyContains, eventPropertyIs } from './event-conditions.ts'
import { isObject, type JsonObject } from './json.ts'
import { roomMemberCount, senderNotificationPermission } from './room-conditions.ts'
import type { CompileOptions, ConditionKind, ConditionKinds } from './types.ts'

interface SpecifiedKind extends Span {
  compile(condition: JsonObject, specVersion: SpecVersion): Condition
}

const SPECIFIED_KINDS = new Map<unknown, SpecifiedKind>([
  ['event_match', { compile: eventMatch }],
  ['event_property_is', { compile: eventPropertyIs, since: 'v1.7' }],
  ['event_property_contains', { compile: eventPropertyContains, since: 'v1.7' }],
  ['contains_display_name', { compile: containsDisplayName }],
  ['room_member_count', { compile: roomMemberCount }],
  ['sender_notification_permission', { compile: senderNotificationPermission }],
])

/** Returns the versions that define a kind of condition; `undefined` if none does. */
export function spanOfKind(kind: unknown): Span | undefined {
  return SPECIFIED_KINDS.get(kind)
}

/**
 * Compiles a condition. If it is malformed, or of a kind that neither the version nor the options define, it never holds.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function compileCondition(condition: unknown, { specVersion, conditionKinds }: CompileOptions): Condition {
  if (!isObject(condition)) return NEVER
  const kind = SPECIFIED_KINDS.get(condition.kind)
  if (kind !== undefined) return within(specVersion, kind) ? kind.compile(condition, specVersion) : NEVER
  const matches = addedKind(condition.kind, conditionKinds)?.(condition)
  return matches === undefined ? NEVER : { holds: (view, room) => matches(view.event, room) }
}

/** Returns a kind of condition that the specification does not have; `undefined` if it has not been added. */
export function addedKind(kind: unknown, kinds: ConditionKinds | undefined): ConditionKind | undefined {
  return typeof kind === 'string' && kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
}

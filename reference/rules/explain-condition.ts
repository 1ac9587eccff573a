import { atLeast, type SpecVersion, within } from '../../spec/versions.ts'
import { addedKind, spanOfKind } from './compile-condition.ts'
import { isComparable } from './event-conditions.ts'
import { BODY, type EventView } from './event-view.ts'
import { hasWildcards } from './glob.ts'
import { isObject, type JsonObject } from './json.ts'
import { notificationLevel, userLevel } from './power-levels.ts'
import { parsePropertyPath } from './property-path.ts'
import type { Term } from './rule.ts'
import type { CompileOptions, RoomContext } from './types.ts'

/** Condition of a rule, and its result. */
export interface ExplainedCondition {
  /** Condition as the rule states it; or, if the kind or the ID of the rule implies it, as it would be stated */
  condition: unknown

  /** True if the kind or the ID of the rule implies the condition, so that the rule does not state it */
  isImplied: boolean
  holds: boolean

  /** Value of the event at the key of the condition; absent if there is none, or the condition has no key */
  found?: unknown

  /** Reason why it holds or does not, as a clause that begins in lower case, such as `the room has 2 members` */
  reason: string
}

/** Values for the reason of a condition. `holds` is decided already: the reason only explains it. */
interface ConditionContext {
  condition: JsonObject
  holds: boolean

  /** Value of the event at the key of the condition */
  found: unknown
  view: EventView
  room: RoomContext
  specVersion: SpecVersion
}

/** Explains the result of a condition. */
export function explainCondition(
  term: Term,
  view: EventView,
  room: RoomContext,
  { specVersion, conditionKinds }: CompileOptions,
): ExplainedCondition {
  const { stated, isImplied, condition } = term
  const holds = condition.holds(view, room)
  const result = { condition: stated, isImplied, holds }
  if (!isObject(stated))
    return { ...result, reason: `expected a condition, which is an object with a kind, found ${quote(stated)}` }
  const span = spanOfKind(stated.kind)
  if (!isImplied && span === undefined && addedKind(stated.kind, conditionKinds) !== undefined) {
    return { ...result, reason: `the condition ${quote(stated.kind)} ${holds ? 'holds' : 'does not hold'}` }
  }
  if (!isImplied && span === undefined) return { ...result, reason: `unknown condition kind ${quote(stated.kind)}` }
  if (!isImplied && span !== undefined && !within(specVersion, span)) {
    return { ...result, reason: `unknown condition kind ${quote(stated.kind)}: it came with ${span.since}` }
  }
  const found = typeof stated.key === 'string' ? view.lookUp(parsePropertyPath(stated.key, specVersion)) : undefined
  const reason = REASONS.get(stated.kind)?.({ condition: stated, holds, found, view, room, specVersion })
  const isInEvent = found !== undefined && stated.kind !== 'sender_notification_permission'
  return { ...result, ...(isInEvent && { found }), reason: reason ?? mentionsReason(holds) }
}

const REASONS = new Map<unknown, (context: ConditionContext) => string>([
  ['event_match', eventMatchReason],
  ['event_property_is', propertyIsReason],
  ['event_property_contains', propertyContainsReason],
  ['contains_display_name', displayNameReason],
  ['room_member_count', memberCountReason],
  ['sender_notification_permission', permissionReason],
])

function eventMatchReason({ condition: { key, pattern }, holds, found, specVersion }: ConditionContext): string {
  if (typeof key !== 'string') return `its key: expected text, found ${quote(key)}`
  if (typeof pattern !== 'string') return `its pattern: expected text, found ${quote(pattern)}`
  if (found === undefined) return `the event has no ${key}`
  const start = `${key} is ${quote(found)}`
  if (typeof found !== 'string') return `${start}, which is not text`
  const isByParts = atLeast(specVersion, 'v1.3') ? key === BODY.join('.') : !hasWildcards(pattern)
  if (isByParts) return `${start}, which ${holds ? 'contains' : 'does not contain'} ${partOf(pattern, specVersion)}`
  if (hasWildcards(pattern))
    return `${start}, which ${holds ? 'matches' : 'does not match'} the pattern ${quote(pattern)}`
  return holds ? `${start}, as expected` : mismatch(key, pattern, found)
}

/** Describes what a pattern matches that is not for the whole text. */
function partOf(pattern: string, specVersion: SpecVersion): string {
  if (!atLeast(specVersion, 'v1.3')) return quote(pattern)
  if (hasWildcards(pattern)) return `words that match the pattern ${quote(pattern)}`
  return `the ${/\s/.test(pattern) ? 'words' : 'word'} ${quote(pattern)}`
}

function propertyIsReason({ condition: { key, value }, holds, found }: ConditionContext): string {
  if (typeof key !== 'string') return `its key: expected text, found ${quote(key)}`
  if (!isComparable(value)) return `its value: expected text, an integer, true, false or null, found ${quote(value)}`
  if (found === undefined) return `the event has no ${key}`
  return holds ? `${key} is ${quote(found)}, as expected` : mismatch(key, value, found)
}

function propertyContainsReason({ condition: { key, value }, holds, found }: ConditionContext): string {
  if (typeof key !== 'string') return `its key: expected text, found ${quote(key)}`
  if (!isComparable(value)) return `its value: expected text, an integer, true, false or null, found ${quote(value)}`
  if (found === undefined) return `the event has no ${key}`
  const start = `${key} is ${quote(found)}`
  if (!Array.isArray(found)) return `${start}, which is not an array`
  return `${start}, which ${holds ? 'contains' : 'does not contain'} ${quote(value)}`
}

function displayNameReason({ holds, view, room: { displayName } }: ConditionContext): string {
  const body = view.lookUp(BODY)
  if (body === undefined) return 'the event has no content.body'
  const start = `content.body is ${quote(body)}`
  if (typeof body !== 'string') return `${start}, which is not text`
  if (!displayName) return 'the owner of the rules has no display name in the room'
  return `${start}, which ${holds ? 'contains' : 'does not contain'} the display name ${quote(displayName)}`
}

function memberCountReason({ condition: { is }, holds, room: { memberCount } }: ConditionContext): string {
  const members = `the room has ${memberCount} ${memberCount === 1 ? 'member' : 'members'}`
  if (holds) return `${members}, which matches ${is}`
  if (typeof is === 'string' && /^(==|<=|>=|<|>)?[0-9]+$/.test(is)) return `${members}, which does not match ${is}`
  return `its "is": expected an integer, with an optional ==, <, >, <= or >= before it, found ${quote(is)}`
}

function permissionReason({ condition: { key }, holds, view: { event }, room }: ConditionContext): string {
  if (typeof key !== 'string') return `its key: expected text, found ${quote(key)}`
  const has = `${quote(event.sender)} has power level ${userLevel(event.sender, room)}`
  const needed = `notifying with ${quote(key)} requires ${notificationLevel(key, room)}`
  return holds ? `${has}, which is enough: ${needed}` : `${has}, which is not enough: ${needed}`
}

/** Explains a rule that guesses mentions, which it does only for events without `m.mentions`. */
function mentionsReason(holds: boolean): string {
  return holds ? 'the event has no m.mentions' : 'the event has m.mentions, so mentions are not guessed'
}

function mismatch(key: string, expected: unknown, found: unknown): string {
  return `${key}: expected ${quote(expected)}, found ${quote(found)}`
}

/** Maximum length of a quoted value, in code units. */
const MAX_QUOTED = 120

/** Quotes a JSON value for a reason: in one line, cut to `MAX_QUOTED`, or `nothing` if there is none. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  const json = JSON.stringify(value)
  return json.length <= MAX_QUOTED ? json : `${json.slice(0, MAX_QUOTED).toWellFormed()}…`
}

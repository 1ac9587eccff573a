import { atLeast, type SpecVersion, within } from '../../spec/versions.ts'
import { spanOfKind } from './conditions.ts'
import { isComparable } from './event-conditions.ts'
import { BODY, type EventView } from './event-view.ts'
import { hasWildcards } from './glob.ts'
import { isObject, type JsonObject } from './json.ts'
import { notificationLevel, userLevel } from './power-levels.ts'
import { parsePropertyPath } from './property-path.ts'
import { quote } from './quote.ts'
import type { Term } from './rule.ts'
import type { RoomContext } from './types.ts'

/** A condition of a rule, and what it came to. */
export interface ExplainedCondition {
  /** As the rule states it, or as it would be stated where the kind or the ID of the rule imply it */
  condition: unknown
  isImplied: boolean
  holds: boolean
  /** What the event has at the key of the condition; absent when it has nothing there, or the condition has no key */
  found?: unknown
  /** Why it holds or does not, in one sentence */
  reason: string
}

/** What a sentence is made of. Whether the condition holds is settled: the sentence only says why. */
interface Facts {
  condition: JsonObject
  holds: boolean
  /** What the event has at the key of the condition */
  found: unknown
  view: EventView
  room: RoomContext
  specVersion: SpecVersion
}

/** Says what a condition came to, and why. */
export function explainCondition(
  term: Term,
  view: EventView,
  room: RoomContext,
  specVersion: SpecVersion,
): ExplainedCondition {
  const { stated, isImplied, condition } = term
  const holds = condition.holds(view, room)
  const about = { condition: stated, isImplied, holds }
  if (!isObject(stated)) return { ...about, reason: `the condition is ${quote(stated)}, wanted an object with a kind` }
  const span = spanOfKind(stated.kind)
  if (!isImplied && span === undefined) return { ...about, reason: `unknown condition kind ${quote(stated.kind)}` }
  if (!isImplied && span !== undefined && !within(specVersion, span)) {
    return { ...about, reason: `unknown condition kind ${quote(stated.kind)}: it came with ${span.since}` }
  }
  const found = typeof stated.key === 'string' ? view.lookUp(parsePropertyPath(stated.key, specVersion)) : undefined
  const reason = SENTENCES.get(stated.kind)?.({ condition: stated, holds, found, view, room, specVersion })
  const isInEvent = found !== undefined && stated.kind !== 'sender_notification_permission'
  return { ...about, ...(isInEvent && { found }), reason: reason ?? mentionsSentence(holds) }
}

const SENTENCES = new Map<unknown, (facts: Facts) => string>([
  ['event_match', eventMatchSentence],
  ['event_property_is', propertyIsSentence],
  ['event_property_contains', propertyContainsSentence],
  ['contains_display_name', displayNameSentence],
  ['room_member_count', memberCountSentence],
  ['sender_notification_permission', permissionSentence],
])

function eventMatchSentence({ condition: { key, pattern }, holds, found, specVersion }: Facts): string {
  if (typeof key !== 'string') return `its key is ${quote(key)}, wanted text`
  if (typeof pattern !== 'string') return `its pattern is ${quote(pattern)}, wanted text`
  if (found === undefined) return `the event has no ${key}`
  const start = `${key} is ${quote(found)}`
  if (typeof found !== 'string') return `${start}, which is no text`
  const isByParts = atLeast(specVersion, 'v1.3') ? key === BODY.join('.') : !hasWildcards(pattern)
  if (isByParts) return `${start}, which ${holds ? 'contains' : 'does not contain'} ${partOf(pattern, specVersion)}`
  if (hasWildcards(pattern))
    return `${start}, which ${holds ? 'matches' : 'does not match'} the pattern ${quote(pattern)}`
  return holds ? `${start}, as wanted` : `${start}, wanted ${quote(pattern)}`
}

/** What a pattern that is not for the whole text looks for. */
function partOf(pattern: string, specVersion: SpecVersion): string {
  if (!atLeast(specVersion, 'v1.3')) return quote(pattern)
  if (hasWildcards(pattern)) return `words that match the pattern ${quote(pattern)}`
  return `the ${/\s/.test(pattern) ? 'words' : 'word'} ${quote(pattern)}`
}

function propertyIsSentence({ condition: { key, value }, holds, found }: Facts): string {
  if (typeof key !== 'string') return `its key is ${quote(key)}, wanted text`
  if (!isComparable(value)) return `its value is ${quote(value)}, wanted text, an integer, true, false or null`
  if (found === undefined) return `the event has no ${key}`
  return holds ? `${key} is ${quote(found)}, as wanted` : `${key} is ${quote(found)}, wanted ${quote(value)}`
}

function propertyContainsSentence({ condition: { key, value }, holds, found }: Facts): string {
  if (typeof key !== 'string') return `its key is ${quote(key)}, wanted text`
  if (!isComparable(value)) return `its value is ${quote(value)}, wanted text, an integer, true, false or null`
  if (found === undefined) return `the event has no ${key}`
  const start = `${key} is ${quote(found)}`
  if (!Array.isArray(found)) return `${start}, which is no array`
  return `${start}, which ${holds ? 'has' : 'does not have'} ${quote(value)} in it`
}

function displayNameSentence({ holds, view, room: { displayName } }: Facts): string {
  const body = view.lookUp(BODY)
  if (body === undefined) return 'the event has no content.body'
  const start = `content.body is ${quote(body)}`
  if (typeof body !== 'string') return `${start}, which is no text`
  if (!displayName) return 'the owner of the rules has no display name in the room'
  return `${start}, which ${holds ? 'contains' : 'does not contain'} the display name ${quote(displayName)}`
}

function memberCountSentence({ condition: { is }, holds, room: { memberCount } }: Facts): string {
  const members = `the room has ${memberCount} ${memberCount === 1 ? 'member' : 'members'}`
  if (holds) return `${members}, and ${is} is wanted`
  if (typeof is === 'string' && /^(==|<=|>=|<|>)?[0-9]+$/.test(is)) return `${members}, wanted ${is}`
  return `its "is" is ${quote(is)}, wanted an integer, which may have ==, <, >, <= or >= before it`
}

function permissionSentence({ condition: { key }, holds, view: { event }, room }: Facts): string {
  if (typeof key !== 'string') return `its key is ${quote(key)}, wanted text`
  const has = `${quote(event.sender)} has power level ${userLevel(event.sender, room)}`
  const needed = `${notificationLevel(key, room)} to notify by ${quote(key)}`
  return holds ? `${has}, which is enough: it takes ${needed}` : `${has}, wanted ${needed}`
}

/** Of the rules that guess mentions, which only do so for events that do not tell them. */
function mentionsSentence(holds: boolean): string {
  return holds ? 'the event has no m.mentions' : 'the event has m.mentions, which leaves no mention to guess'
}

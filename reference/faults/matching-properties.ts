import { type Decide, onKind as on, withText } from './deciding.ts'
import type { Fault } from './fault.ts'

/** Faults of the conditions that compare properties and display names. */
export const MATCHING_PROPERTY_FAULTS: readonly Fault[] = [
  onKind(
    'event_property_is',
    'matching.property-is-pattern',
    'conditions.property-is.no-casts',
    'event_property_is takes its value for a pattern',
    ({ condition, value, event, holds }) =>
      typeof condition.value === 'string' && typeof value === 'string'
        ? holds({ kind: 'event_match', key: 'content.text', pattern: condition.value }, withText(event, value))
        : undefined,
  ),
  onKind(
    'event_property_is',
    'matching.property-is-cast',
    'conditions.property-is.no-casts',
    'event_property_is compares the text of values',
    ({ condition, value }) => (value === undefined ? undefined : String(value) === String(condition.value)),
  ),
  onKind(
    'event_property_is',
    'matching.missing-is-null',
    'conditions.property-is.missing',
    'event_property_is takes a missing property for null',
    ({ condition, value }) => (value === undefined ? condition.value === null : undefined),
  ),
  onKind(
    'event_property_is',
    'matching.property-is-strings-alone',
    'conditions.property-is.same-value',
    'event_property_is holds for strings alone',
    ({ value }) => (typeof value === 'string' ? undefined : false),
  ),
  onKind(
    'event_property_contains',
    'matching.contains-part-of-text',
    'conditions.property-contains.arrays-only',
    'event_property_contains finds a part of a string',
    ({ condition, value }) => (typeof value === 'string' ? value.includes(String(condition.value)) : undefined),
  ),
  onKind(
    'event_property_contains',
    'matching.contains-single-value',
    'conditions.property-contains.arrays-only',
    'event_property_contains takes a value for an array of one',
    ({ condition, value }) => (Array.isArray(value) ? undefined : value === condition.value),
  ),
  onKind(
    'event_property_contains',
    'matching.contains-nested',
    'conditions.property-contains.other-elements',
    'event_property_contains looks into arrays within the array',
    ({ condition, value }) => (Array.isArray(value) ? value.flat(Infinity).includes(condition.value) : undefined),
  ),
  onKind(
    'event_property_contains',
    'matching.contains-no-odd-arrays',
    'conditions.property-contains.other-elements',
    'event_property_contains never holds for an array with an object in it',
    ({ value }) =>
      Array.isArray(value) && value.some((element) => typeof element === 'object' && element !== null)
        ? false
        : undefined,
  ),
  onKind(
    'event_property_contains',
    'matching.contains-cast',
    'conditions.property-contains.no-casts',
    'event_property_contains compares the text of values',
    ({ condition, value }) =>
      Array.isArray(value)
        ? value.some((element) => String(element).toLowerCase() === String(condition.value).toLowerCase())
        : undefined,
  ),
  onKind(
    'event_property_contains',
    'matching.contains-first-alone',
    'conditions.property-contains.same-value',
    'event_property_contains looks at the first element alone',
    ({ condition, value }) => (Array.isArray(value) ? value[0] === condition.value : undefined),
  ),

  onKind(
    'contains_display_name',
    'matching.display-name-as-pattern',
    'conditions.display-name.plain-text',
    'contains_display_name takes the display name for a pattern',
    ({ room, holds }) =>
      room.displayName === undefined
        ? undefined
        : holds({ kind: 'event_match', key: 'content.body', pattern: room.displayName }),
    {},
  ),
  onKind(
    'contains_display_name',
    'matching.display-name-anywhere',
    'conditions.display-name.body',
    'contains_display_name looks at all of the content',
    ({ event, room }) =>
      room.displayName === undefined ? undefined : JSON.stringify(event.content).includes(room.displayName),
    {},
  ),
  onKind(
    'contains_display_name',
    'matching.any-display-name',
    'conditions.display-name.contained',
    'contains_display_name holds for every body',
    ({ holds }) => holds({ kind: 'event_match', key: 'content.body', pattern: '*' }),
    {},
  ),
]

function onKind(
  kind: string,
  name: string,
  requirement: string,
  breaks: string,
  decide: Decide,
  span: Fault['span'] = { since: 'v1.7' },
): Fault {
  return on(kind, name, requirement, breaks, decide, span)
}

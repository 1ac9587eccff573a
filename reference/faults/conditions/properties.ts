import { type Fault, fault } from '../fault.ts'
import { deciding, withText } from '../helpers/deciding.ts'

/** Faults of the conditions that compare properties and display names. */
export const CONDITIONS_PROPERTIES_FAULTS: readonly Fault[] = [
  fault({
    name: 'conditions.property-is-pattern',
    breaks: ['conditions.property-is.no-casts'],
    summary: 'event_property_is treats its value as a pattern',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_is', ({ condition, value, event, holds }) =>
        typeof condition.value === 'string' && typeof value === 'string'
          ? holds({ kind: 'event_match', key: 'content.text', pattern: condition.value }, withText(event, value))
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-is-cast',
    breaks: ['conditions.property-is.no-casts'],
    summary: 'event_property_is compares values as strings',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_is', ({ condition, value }) =>
        value === undefined ? undefined : String(value) === String(condition.value),
      ),
    },
  }),
  fault({
    name: 'conditions.property-is-missing-as-null',
    breaks: ['conditions.property-is.missing'],
    summary: 'event_property_is treats a missing property as null',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_is', ({ condition, value }) =>
        value === undefined ? condition.value === null : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-is-strings-only',
    breaks: ['conditions.property-is.same-value'],
    summary: 'event_property_is only matches strings',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_is', ({ value }) => (typeof value === 'string' ? undefined : false)),
    },
  }),
  fault({
    name: 'conditions.property-contains-substring',
    breaks: ['conditions.property-contains.arrays-only'],
    summary: 'event_property_contains finds a substring',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ condition, value }) =>
        typeof value === 'string' ? value.includes(String(condition.value)) : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-contains-single-value',
    breaks: ['conditions.property-contains.arrays-only'],
    summary: 'event_property_contains treats a single value as an array',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ condition, value }) =>
        Array.isArray(value) ? undefined : value === condition.value,
      ),
    },
  }),
  fault({
    name: 'conditions.property-contains-nested',
    breaks: ['conditions.property-contains.other-elements'],
    summary: 'event_property_contains looks into arrays within the array',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ condition, value }) =>
        Array.isArray(value) ? value.flat(Infinity).includes(condition.value) : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-contains-no-mixed-arrays',
    breaks: ['conditions.property-contains.other-elements'],
    summary: 'event_property_contains never matches an array that contains an object',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ value }) =>
        Array.isArray(value) && value.some((element) => typeof element === 'object' && element !== null)
          ? false
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-contains-cast',
    breaks: ['conditions.property-contains.no-casts'],
    summary: 'event_property_contains compares values as strings',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ condition, value }) =>
        Array.isArray(value)
          ? value.some((element) => String(element).toLowerCase() === String(condition.value).toLowerCase())
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.property-contains-first-only',
    breaks: ['conditions.property-contains.same-value'],
    summary: 'event_property_contains only looks at the first element',
    span: { since: 'v1.7' },
    changes: {
      conditions: deciding('event_property_contains', ({ condition, value }) =>
        Array.isArray(value) ? value[0] === condition.value : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.display-name-as-pattern',
    breaks: ['conditions.display-name.plain-text'],
    summary: 'contains_display_name treats the display name as a pattern',
    changes: {
      conditions: deciding('contains_display_name', ({ room, holds }) =>
        room.displayName === undefined
          ? undefined
          : holds({ kind: 'event_match', key: 'content.body', pattern: room.displayName }),
      ),
    },
  }),
  fault({
    name: 'conditions.display-name-in-any-field',
    breaks: ['conditions.display-name.body'],
    summary: 'contains_display_name searches all of the content',
    changes: {
      conditions: deciding('contains_display_name', ({ event, room }) =>
        room.displayName === undefined ? undefined : JSON.stringify(event.content).includes(room.displayName),
      ),
    },
  }),
  fault({
    name: 'conditions.display-name-always-matches',
    breaks: ['conditions.display-name.contained'],
    summary: 'contains_display_name matches every body',
    changes: {
      conditions: deciding('contains_display_name', ({ holds }) =>
        holds({ kind: 'event_match', key: 'content.body', pattern: '*' }),
      ),
    },
  }),
]

import type { Span } from '../../spec/index.ts'

/** Actions without parameters, with the versions in which they have a meaning. */
export const KNOWN_ACTIONS: ReadonlyMap<string, Span> = new Map<string, Span>([
  ['notify', {}],
  ['dont_notify', { until: 'v1.7' }],
  ['coalesce', { until: 'v1.7' }],
])

/** Property of a condition with its valid values. */
export interface ConditionKey {
  name: string
  expected: string
  fits(value: unknown): boolean
}

interface ConditionKind extends Span {
  keys: readonly ConditionKey[]
}

const isText = (value: unknown) => typeof value === 'string'
const KEY: ConditionKey = { name: 'key', expected: 'the path of a property, as a string', fits: isText }
const VALUE: ConditionKey = {
  name: 'value',
  expected: 'a string, an integer, true, false or null',
  fits: (value) => value === null || isText(value) || typeof value === 'boolean' || Number.isSafeInteger(value),
}

/** Kinds of conditions, with the versions that have them and the properties that each needs. */
export const KNOWN_CONDITIONS: ReadonlyMap<string, ConditionKind> = new Map<string, ConditionKind>([
  ['event_match', { keys: [KEY, { name: 'pattern', expected: 'a glob, as a string', fits: isText }] }],
  ['contains_display_name', { until: 'v1.17', keys: [] }],
  [
    'room_member_count',
    {
      keys: [
        {
          name: 'is',
          expected: 'a string with an integer, optionally after ==, <, >, <= or >=',
          fits: (value) => isText(value) && /^(?:==|<=|>=|<|>)?[0-9]+$/.test(String(value)),
        },
      ],
    },
  ],
  ['sender_notification_permission', { keys: [{ ...KEY, expected: 'a key of "notifications" such as "room"' }] }],
  ['event_property_is', { since: 'v1.7', keys: [KEY, VALUE] }],
  ['event_property_contains', { since: 'v1.7', keys: [KEY, VALUE] }],
])

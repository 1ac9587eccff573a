import type { PushCondition } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import type { PushEvent } from '../rules/index.ts'
import { parsePropertyPath } from '../rules/property-path.ts'
import { type Decide, onKind, withText } from './deciding.ts'
import type { Fault } from './fault.ts'

const SINCE_GLOBS = { since: 'v1.3' } as const
const SINCE_PROPERTIES = { since: 'v1.7' } as const

/** Faults of what conditions of users' rules look at, and of how they compare it. */
export const MATCHING_VALUE_FAULTS: readonly Fault[] = [
  onText(
    'matching.other-values-as-text',
    'conditions.event-match.strings-only',
    'Values that are no strings are matched as if they were',
    ({ condition, event, value, holds }) =>
      typeof value === 'string' || value === undefined
        ? undefined
        : holds({ ...condition, key: 'content.text' }, withText(event, value)),
    SINCE_GLOBS,
  ),
  onText(
    'matching.star-matches-missing',
    'conditions.event-match.strings-only',
    'A star matches a property that is missing',
    ({ condition, value }) => (value === undefined && /^\*+$/.test(condition.pattern ?? '') ? true : undefined),
    SINCE_GLOBS,
  ),
  onText(
    'matching.value-anywhere',
    'conditions.event-match.whole-value',
    'Patterns match a part of any value',
    ({ condition, holds }) =>
      isBody(condition) ? undefined : holds({ ...condition, pattern: `*${condition.pattern}*` }),
    SINCE_GLOBS,
  ),
  onText(
    'matching.value-case-sensitive',
    'conditions.event-match.case',
    'Upper and lower case in values other than the body are told apart',
    ({ condition, value }) =>
      isBody(condition) || typeof value !== 'string' || literals(condition).every((part) => value.includes(part))
        ? undefined
        : false,
    SINCE_GLOBS,
  ),
  onText(
    'matching.content-alone',
    'conditions.event-match.fields',
    'Conditions look at the content of events alone',
    ({ condition }) => (condition.key?.startsWith('content.') ? undefined : false),
  ),
  onText(
    'matching.body-alone',
    'conditions.event-match.fields',
    'Conditions on content find nothing but the body',
    ({ condition }) => (condition.key?.startsWith('content.') && !isBody(condition) ? false : undefined),
  ),
  onText(
    'matching.type-wants-empty-state-key',
    'conditions.event-match.no-implicit-state-key',
    'A condition on the type of a state event wants an empty state_key',
    ({ condition, event }) =>
      condition.key === 'type' && 'state_key' in event && event.state_key !== undefined && event.state_key !== ''
        ? false
        : undefined,
    SINCE_GLOBS,
  ),
  onText(
    'matching.dot-matches-any',
    'conditions.glob.literal',
    'A dot in a pattern matches any character',
    ({ condition, holds }) =>
      isBody(condition) ? undefined : holds({ ...condition, pattern: condition.pattern?.replaceAll('.', '?') ?? '' }),
    SINCE_GLOBS,
  ),
  onText(
    'matching.brackets-are-classes',
    'conditions.glob.literal',
    'Brackets in a pattern stand for one of the characters in them',
    ({ condition, holds }) =>
      /\[.+\]/.test(condition.pattern ?? '')
        ? [...(/\[(.+)\]/.exec(condition.pattern ?? '')?.[1] ?? '')].some((one) =>
            holds({ ...condition, pattern: condition.pattern?.replace(/\[.+\]/, one) ?? '' }),
          )
        : undefined,
    SINCE_GLOBS,
  ),
  onText(
    'matching.star-within-word',
    'conditions.glob.star',
    'A star in a pattern for the body matches no space',
    ({ condition, event, value, holds }) =>
      isBody(condition) && typeof value === 'string' && condition.pattern?.includes('*')
        ? value.split(/\s/).some((word) => holds(condition, withBody(event, word)))
        : undefined,
    SINCE_GLOBS,
  ),
  onText(
    'matching.first-occurrence-alone',
    'conditions.event-match.words',
    'Only the first occurrence in the body is looked at',
    ({ condition, event, value, holds }) => {
      const [literal = '', ...more] = literals(condition)
      if (!isBody(condition) || typeof value !== 'string' || more.length > 0) return undefined
      const at = value.toLowerCase().indexOf(literal.toLowerCase())
      return at === -1
        ? false
        : holds(condition, withBody(event, value.slice(Math.max(at - 1, 0), at + literal.length + 1)))
    },
    SINCE_GLOBS,
  ),
  onText(
    'matching.several-words-never',
    'conditions.event-match.words',
    'A pattern of several words never matches',
    ({ condition }) => (isBody(condition) && condition.pattern?.includes(' ') ? false : undefined),
    SINCE_GLOBS,
  ),
  onText(
    'matching.encrypted-content-matches',
    'rules.encrypted-content-closed',
    'Conditions on the content of encrypted events hold',
    ({ condition, event }) =>
      event.type === 'm.room.encrypted' && condition.key?.startsWith('content.') ? true : undefined,
  ),
  onText(
    'matching.early-whole-value',
    'conditions.event-match.substring',
    'A pattern without wildcards has to be the whole value',
    ({ condition, value }) =>
      /[*?]/.test(condition.pattern ?? '') || typeof value !== 'string' ? undefined : value === condition.pattern,
    { until: 'v1.3' },
  ),
  onText(
    'matching.first-level-alone',
    'conditions.path.dots',
    'Keys lead no further than into the content',
    ({ condition }) => (parsePropertyPath(condition.key ?? '', 'v1.19').length > 2 ? false : undefined),
  ),
  onText(
    'matching.dotted-names-found',
    'conditions.path.dots',
    'A key without escapes finds a name with dots in it',
    ({ condition, event, holds }) => {
      const [, rest] = /^content\.([^\\]+\.[^\\]+)$/.exec(condition.key ?? '') ?? []
      const value = rest === undefined || !isObject(event.content) ? undefined : event.content[rest]
      return typeof value === 'string'
        ? holds({ ...condition, key: 'content.text' }, withText(event, value))
        : undefined
    },
  ),
  onText(
    'matching.other-backslashes-dropped',
    'conditions.path.other-backslashes',
    'A backslash before any character is left out of the name',
    ({ condition, holds }) => holds({ ...condition, key: condition.key?.replaceAll(/\\(?![.\\])/g, '') ?? '' }),
    SINCE_PROPERTIES,
  ),
  onText(
    'matching.backslash-not-escaped',
    'conditions.path.escapes',
    'Two backslashes in a key stand for two',
    ({ condition, holds }) => holds({ ...condition, key: condition.key?.replaceAll('\\\\', '\\\\\\\\') ?? '' }),
    SINCE_PROPERTIES,
  ),
  onText(
    'matching.inherited-properties',
    'conditions.path.own-properties',
    'A key finds what a programming language adds to values',
    ({ condition, event, holds }) => {
      const path = parsePropertyPath(condition.key ?? '', 'v1.19')
      const value = path.reduce<unknown>(
        (found, name) => (found === undefined || found === null ? undefined : Object(found)[name]),
        event,
      )
      return value === undefined ? undefined : holds({ ...condition, key: 'content.text' }, withText(event, value))
    },
    SINCE_GLOBS,
  ),
]

/** A fault of what `event_match` and the patterns of content rules say; `undefined` leaves it at what is right. */
function onText(name: string, requirement: string, breaks: string, decide: Decide, span: Fault['span'] = {}): Fault {
  return onKind('event_match', name, requirement, breaks, decide, span)
}

function withBody(event: PushEvent, body: string): PushEvent {
  return { ...event, content: { ...event.content, body } }
}

function isBody({ key }: PushCondition): boolean {
  return key === 'content.body'
}

/** What a pattern spells out between its wildcards. */
function literals({ pattern = '' }: PushCondition): string[] {
  return pattern.split(/[*?]/)
}

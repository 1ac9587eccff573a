import type { PushCondition } from '../../../spec/index.ts'
import { isObject } from '../../homeserver/body.ts'
import type { PushEvent } from '../../rules/index.ts'
import { parsePropertyPath } from '../../rules/property-path.ts'
import { type Fault, fault } from '../fault.ts'
import { deciding, withText } from '../helpers/deciding.ts'

const SINCE_GLOBS = { since: 'v1.3' } as const
const SINCE_PROPERTIES = { since: 'v1.7' } as const

/** Faults of the properties that conditions look at, and of matching patterns against their values. */
export const CONDITIONS_VALUES_FAULTS: readonly Fault[] = [
  fault({
    name: 'conditions.non-strings-matched',
    breaks: ['conditions.event-match.strings-only'],
    summary: 'Values that are not strings are matched as strings',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, value, holds }) =>
        typeof value === 'string' || value === undefined
          ? undefined
          : holds({ ...condition, key: 'content.text' }, withText(event, value)),
      ),
    },
  }),
  fault({
    name: 'conditions.star-matches-missing',
    breaks: ['conditions.event-match.strings-only'],
    summary: 'A star matches a property that is missing',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, value }) =>
        value === undefined && /^\*+$/.test(condition.pattern ?? '') ? true : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.value-anywhere',
    breaks: ['conditions.event-match.whole-value'],
    summary: 'Patterns match a part of values other than the body',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, holds }) =>
        isBody(condition) ? undefined : holds({ ...condition, pattern: `*${condition.pattern}*` }),
      ),
    },
  }),
  fault({
    name: 'conditions.words-in-every-body',
    breaks: ['conditions.event-match.whole-value'],
    summary: 'Patterns match words of every property whose key ends in "body"',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, value, holds }) =>
        condition.key?.endsWith('body') && typeof value === 'string'
          ? holds({ ...condition, key: 'content.body' }, withBody(event, value))
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.words-in-messages-only',
    breaks: ['conditions.event-match.words'],
    summary: 'Patterns match words of the body only in m.room.message events, and elsewhere the whole body',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, value, holds }) =>
        isBody(condition) && event.type !== 'm.room.message' && typeof value === 'string'
          ? holds({ ...condition, key: 'content.text' }, withText(event, value))
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.several-lines-never-match',
    breaks: ['conditions.event-match.words', 'conditions.event-match.substring', 'conditions.content-rule'],
    summary: 'No pattern matches a body of several lines',
    changes: {
      conditions: deciding('event_match', ({ condition, value }) =>
        isBody(condition) && String(value).includes('\n') ? false : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.unbalanced-patterns-never-match',
    breaks: ['conditions.glob.literal'],
    summary: 'A pattern that is invalid as a regular expression matches nothing',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition }) =>
        isRegularExpression(condition.pattern) ? undefined : false,
      ),
    },
  }),
  fault({
    name: 'conditions.unbalanced-patterns-break-sending',
    breaks: ['conditions.glob.literal', 'errors.no-server-error'],
    summary: 'Sending an event fails if a recipient has a pattern that is invalid as a regular expression',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition }) => {
        if (isRegularExpression(condition.pattern)) return undefined
        throw new SyntaxError(`${condition.pattern} is not a regular expression`)
      }),
    },
  }),
  fault({
    name: 'conditions.value-case-sensitive',
    breaks: ['conditions.event-match.case'],
    summary: 'Matching of values other than the body is case-sensitive',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, value }) =>
        isBody(condition) || typeof value !== 'string' || literals(condition).every((part) => value.includes(part))
          ? undefined
          : false,
      ),
    },
  }),
  fault({
    name: 'conditions.content-only',
    breaks: ['conditions.event-match.fields'],
    summary: 'Conditions only look at the content of events',
    changes: {
      conditions: deciding('event_match', ({ condition }) =>
        condition.key?.startsWith('content.') ? undefined : false,
      ),
    },
  }),
  fault({
    name: 'conditions.body-only',
    breaks: ['conditions.event-match.fields'],
    summary: 'Conditions on the content only find the body',
    changes: {
      conditions: deciding('event_match', ({ condition }) =>
        condition.key?.startsWith('content.') && !isBody(condition) ? false : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.type-requires-empty-state-key',
    breaks: ['conditions.event-match.no-implicit-state-key'],
    summary: 'A condition on the type of a state event requires an empty state_key',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event }) =>
        condition.key === 'type' && 'state_key' in event && event.state_key !== undefined && event.state_key !== ''
          ? false
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.dot-matches-any',
    breaks: ['conditions.glob.literal'],
    summary: 'A dot in a pattern matches any character',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, holds }) =>
        isBody(condition) ? undefined : holds({ ...condition, pattern: condition.pattern?.replaceAll('.', '?') ?? '' }),
      ),
    },
  }),
  fault({
    name: 'conditions.brackets-are-classes',
    breaks: ['conditions.glob.literal'],
    summary: 'Brackets in a pattern are a character class',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, holds }) =>
        /\[.+\]/.test(condition.pattern ?? '')
          ? [...(/\[(.+)\]/.exec(condition.pattern ?? '')?.[1] ?? '')].some((one) =>
              holds({ ...condition, pattern: condition.pattern?.replace(/\[.+\]/, one) ?? '' }),
            )
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.star-within-word',
    breaks: ['conditions.glob.star'],
    summary: 'A star in a pattern for the body does not match spaces',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, value, holds }) =>
        isBody(condition) && typeof value === 'string' && condition.pattern?.includes('*')
          ? value.split(/\s/).some((word) => holds(condition, withBody(event, word)))
          : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.first-occurrence-only',
    breaks: ['conditions.event-match.words'],
    summary: 'Only the first occurrence in the body is checked',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, value, holds }) => {
        const [literal = '', ...more] = literals(condition)
        if (!isBody(condition) || typeof value !== 'string' || more.length > 0) return undefined
        const at = value.toLowerCase().indexOf(literal.toLowerCase())
        return at === -1
          ? false
          : holds(condition, withBody(event, value.slice(Math.max(at - 1, 0), at + literal.length + 1)))
      }),
    },
  }),
  fault({
    name: 'conditions.several-words-never-match',
    breaks: ['conditions.event-match.words'],
    summary: 'A pattern of several words never matches',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition }) =>
        isBody(condition) && condition.pattern?.includes(' ') ? false : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.encrypted-content-matches',
    breaks: ['conditions.encrypted-content'],
    summary: 'Conditions on the content of encrypted events always match',
    changes: {
      conditions: deciding('event_match', ({ condition, event }) =>
        event.type === 'm.room.encrypted' && condition.key?.startsWith('content.') ? true : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.early-whole-value',
    breaks: ['conditions.event-match.substring'],
    summary: 'A pattern without wildcards must match the whole value',
    span: { until: 'v1.3' },
    changes: {
      conditions: deciding('event_match', ({ condition, value }) =>
        /[*?]/.test(condition.pattern ?? '') || typeof value !== 'string' ? undefined : value === condition.pattern,
      ),
    },
  }),
  fault({
    name: 'conditions.first-level-only',
    breaks: ['conditions.path.dots'],
    summary: 'Keys only reach the first level of the content',
    changes: {
      conditions: deciding('event_match', ({ condition }) =>
        parsePropertyPath(condition.key ?? '', 'v1.19').length > 2 ? false : undefined,
      ),
    },
  }),
  fault({
    name: 'conditions.dotted-names-found',
    breaks: ['conditions.path.dots'],
    summary: 'A key without escapes finds a property with dots in its name',
    changes: {
      conditions: deciding('event_match', ({ condition, event, holds }) => {
        const [, rest] = /^content\.([^\\]+\.[^\\]+)$/.exec(condition.key ?? '') ?? []
        const value = rest === undefined || !isObject(event.content) ? undefined : event.content[rest]
        return typeof value === 'string'
          ? holds({ ...condition, key: 'content.text' }, withText(event, value))
          : undefined
      }),
    },
  }),
  fault({
    name: 'conditions.other-backslashes-dropped',
    breaks: ['conditions.path.other-backslashes'],
    summary: 'A backslash before any character is removed from the name',
    span: SINCE_PROPERTIES,
    changes: {
      conditions: deciding('event_match', ({ condition, holds }) =>
        holds({ ...condition, key: condition.key?.replaceAll(/\\(?![.\\])/g, '') ?? '' }),
      ),
    },
  }),
  fault({
    name: 'conditions.backslash-not-escaped',
    breaks: ['conditions.path.escapes'],
    summary: 'Two backslashes in a key stand for two backslashes',
    span: SINCE_PROPERTIES,
    changes: {
      conditions: deciding('event_match', ({ condition, holds }) =>
        holds({ ...condition, key: condition.key?.replaceAll('\\\\', '\\\\\\\\') ?? '' }),
      ),
    },
  }),
  fault({
    name: 'conditions.inherited-properties',
    breaks: ['conditions.path.own-properties'],
    summary: 'A key finds properties that values inherit in the programming language',
    span: SINCE_GLOBS,
    changes: {
      conditions: deciding('event_match', ({ condition, event, holds }) => {
        const path = parsePropertyPath(condition.key ?? '', 'v1.19')
        const value = path.reduce<unknown>(
          (found, name) => (found === undefined || found === null ? undefined : Object(found)[name]),
          event,
        )
        return value === undefined ? undefined : holds({ ...condition, key: 'content.text' }, withText(event, value))
      }),
    },
  }),
]

function withBody(event: PushEvent, body: string): PushEvent {
  return { ...event, content: { ...event.content, body } }
}

function isBody({ key }: PushCondition): boolean {
  return key === 'content.body'
}

/** Returns the parts of a pattern between its wildcards. */
function literals({ pattern = '' }: PushCondition): string[] {
  return pattern.split(/[*?]/)
}

/** Reports whether a pattern is a valid regular expression once its wildcards are replaced. */
function isRegularExpression(pattern: unknown = ''): boolean {
  try {
    new RegExp(String(pattern).replaceAll('?', '.').replaceAll('*', '.*'))
    return true
  } catch {
    return false
  }
}

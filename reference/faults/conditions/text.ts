import type { PushRule, Ruleset } from '../../../spec/index.ts'
import type { PushEvent } from '../../rules/index.ts'
import { type Fault, fault } from '../fault.ts'
import { type ConditionChange, mapRules } from '../helpers/rulesets.ts'

/** Character that no message contains. */
const NEVER = '\u{F0000}'

/** Faults of matching patterns against the body. */
export const CONDITIONS_TEXT_FAULTS: readonly Fault[] = [
  fault({
    name: 'conditions.body-as-a-whole',
    breaks: ['conditions.event-match.words'],
    summary: 'Patterns must match the whole body',
    span: { since: 'v1.3' },
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const { override = [], content = [], ...rest } = mapRules(ruleset, wholeBodyRule)
          // Content rules look at the body word by word, so here they are override rules, checked where theirs are
          const parts = [{ override }, { override: content }, rest].map((part) => correct.compile(part, options))
          return {
            evaluate(event, room) {
              const copy = { ...event, content: { ...event.content, whole_body: bodyOf(event) } }
              for (const part of parts) {
                const outcome = part.evaluate(copy, room)
                if (outcome !== undefined) return outcome
              }
              return undefined
            },
          }
        },
      }),
    },
  }),
  fault({
    name: 'conditions.body-anywhere',
    breaks: ['conditions.event-match.words'],
    summary: 'Patterns match within words of the body',
    span: {
      since: 'v1.3',
    },
    changes: { conditions: changingBodyPatterns(wrap) },
  }),
  fault({
    name: 'conditions.underscore-ends-word',
    breaks: ['conditions.event-match.words'],
    summary: 'An underscore in the body ends a word',
    span: {
      since: 'v1.3',
    },
    changes: { conditions: changingBodyText(/_/g, ' ') },
  }),
  fault({
    name: 'conditions.digit-ends-word',
    breaks: ['conditions.event-match.words'],
    summary: 'A digit in the body ends a word',
    span: { since: 'v1.3' },
    changes: { conditions: changingBodyText(/\d/g, ' ') },
  }),
  fault({
    name: 'conditions.hyphen-within-word',
    breaks: ['conditions.event-match.words'],
    summary: 'A hyphen in the body does not end a word',
    span: {
      since: 'v1.3',
    },
    changes: { conditions: changingBodyText(/-/g, 'x') },
  }),
  fault({
    name: 'conditions.non-ascii-letter-within-word',
    breaks: ['conditions.event-match.words'],
    summary: 'A non-ASCII letter in the body does not end a word',
    span: { since: 'v1.3' },
    changes: { conditions: changingBodyText(/[^\p{ASCII}]/gu, 'x') },
  }),
  fault({
    name: 'conditions.question-mark-any-number',
    breaks: ['conditions.glob.question-mark'],
    summary: 'A question mark stands for any number of characters',
    changes: { conditions: changingPatterns((pattern) => pattern.replaceAll('?', '*')) },
  }),
  fault({
    name: 'conditions.asterisk-at-least-one',
    breaks: ['conditions.glob.star'],
    summary: 'An asterisk stands for at least one character',
    changes: { conditions: changingPatterns((pattern) => pattern.replaceAll('*', '?*')) },
  }),
  fault({
    name: 'conditions.asterisk-literal',
    breaks: ['conditions.glob.star'],
    summary: 'An asterisk only matches itself',
    changes: { conditions: changingPatterns((pattern) => pattern.replaceAll('*', NEVER)) },
  }),
  fault({
    name: 'conditions.body-case-sensitive',
    breaks: ['conditions.event-match.case'],
    summary: 'Matching of the body is case-sensitive',
    span: { since: 'v1.3' },
    changes: {
      conditions: (correct) => ({
        compile: (ruleset, options) => ({
          evaluate(event, room) {
            const sensitive = mapRules(ruleset, (rule) => (isInCase(rule, bodyOf(event)) ? rule : undefined))
            return correct.compile(sensitive, options).evaluate(event, room)
          },
        }),
      }),
    },
  }),
]

function wrap(pattern: string): string {
  return `*${pattern}*`
}

/** Changes the patterns in users' rules. */
function changingPatterns(change: (pattern: string) => string): ConditionChange {
  return compiling((ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, change, () => true)))
}

/** Changes the patterns in users' rules that are matched against the body. */
function changingBodyPatterns(change: (pattern: string) => string): ConditionChange {
  return compiling((ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, change, isBodyKey)))
}

/** Replaces characters of the body, and of the patterns that are matched against it. */
function changingBodyText(characters: RegExp, replacement: string): ConditionChange {
  const replace = (text: string) => text.replaceAll(characters, replacement)
  return compiling(
    (ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, replace, isBodyKey)),
    (event) => ({ ...event, content: { ...event.content, body: replace(bodyOf(event)) } }),
  )
}

function compiling(
  changeRules: (ruleset: Ruleset) => Ruleset,
  changeEvent = (event: PushEvent) => event,
): ConditionChange {
  return (correct) => ({
    compile(ruleset, options) {
      const compiled = correct.compile(changeRules(ruleset), options)
      return { evaluate: (event, room) => compiled.evaluate(changeEvent(event), room) }
    },
  })
}

function withPatterns(
  rule: PushRule,
  change: (pattern: string) => string,
  isChanged: (key?: string) => boolean,
): PushRule {
  if (rule.default) return rule
  const conditions = rule.conditions?.map((condition) => {
    if (condition.pattern === undefined || !isChanged(condition.key)) return condition
    return { ...condition, pattern: change(condition.pattern) }
  })
  return {
    ...rule,
    ...(rule.pattern === undefined ? {} : { pattern: change(rule.pattern) }),
    ...(conditions === undefined ? {} : { conditions }),
  }
}

/** Returns the rule with another key in place of the body, whose value is matched as a whole. */
function wholeBodyRule(rule: PushRule): PushRule {
  const key = 'content.whole_body'
  const conditions = rule.conditions?.map((condition) => (isBodyKey(condition.key) ? { ...condition, key } : condition))
  const { pattern, ...rest } = rule
  if (pattern !== undefined) return { ...rest, conditions: [{ kind: 'event_match', key, pattern }] }
  return conditions === undefined ? rest : { ...rest, conditions }
}

/** Reports whether the body contains the literal parts of all patterns for it, with the same case. */
function isInCase(rule: PushRule, body: string): boolean {
  const matching = (rule.conditions ?? []).filter((condition) => isBodyKey(condition.key))
  const patterns = [rule.pattern, ...matching.map((condition) => condition.pattern)]
  return patterns.every(
    (pattern) => pattern === undefined || pattern.split(/[*?]/).every((part) => body.includes(part)),
  )
}

function isBodyKey(key?: string): boolean {
  return key === 'content.body'
}

function bodyOf(event: PushEvent): string {
  const body = 'body' in event.content ? event.content.body : undefined
  return typeof body === 'string' ? body : ''
}

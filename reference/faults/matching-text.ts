import type { PushRule, Ruleset } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import type { PushEvent } from '../rules/index.ts'
import { fault } from './fault.ts'
import { mapRules } from './rulesets.ts'

/** A character that no message contains. */
const NEVER = '\u{F0000}'

/** Faults of how patterns are compared with text. */
export const MATCHING_TEXT_FAULTS = [
  fault(
    'matching.body-as-a-whole',
    'conditions.event-match.words',
    'Patterns must match the whole body',
    'rules',
    (correct) => ({
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
    { since: 'v1.3' },
  ),
  fault(
    'matching.body-anywhere',
    'conditions.event-match.words',
    'Patterns match within words of the body',
    'rules',
    onBodyPattern(wrap),
    {
      since: 'v1.3',
    },
  ),
  fault(
    'matching.underscore-ends-word',
    'conditions.event-match.words',
    'An underscore in the body ends a word',
    'rules',
    onBody(/_/g, ' '),
    {
      since: 'v1.3',
    },
  ),
  fault(
    'matching.digit-ends-word',
    'conditions.event-match.words',
    'A digit in the body ends a word',
    'rules',
    onBody(/\d/g, ' '),
    { since: 'v1.3' },
  ),
  fault(
    'matching.hyphen-within-word',
    'conditions.event-match.words',
    'A hyphen in the body ends no word',
    'rules',
    onBody(/-/g, 'x'),
    {
      since: 'v1.3',
    },
  ),
  fault(
    'matching.other-letter-within-word',
    'conditions.event-match.words',
    'A letter beyond ASCII in the body ends no word',
    'rules',
    onBody(/[^\p{ASCII}]/gu, 'x'),
    { since: 'v1.3' },
  ),
  fault(
    'matching.question-mark-any-number',
    'conditions.glob.question-mark',
    'A question mark stands for any number of characters',
    'rules',
    onPattern((pattern) => pattern.replaceAll('?', '*')),
  ),
  fault(
    'matching.asterisk-at-least-one',
    'conditions.glob.star',
    'An asterisk stands for one character at least',
    'rules',
    onPattern((pattern) => pattern.replaceAll('*', '?*')),
  ),
  fault(
    'matching.asterisk-literal',
    'conditions.glob.star',
    'An asterisk matches nothing but itself',
    'rules',
    onPattern((pattern) => pattern.replaceAll('*', NEVER)),
  ),
  fault(
    'matching.case-sensitive',
    'conditions.event-match.case',
    'Upper and lower case in the body are told apart',
    'rules',
    (correct) => ({
      compile: (ruleset, options) => ({
        evaluate(event, room) {
          const sensitive = mapRules(ruleset, (rule) => (isInCase(rule, bodyOf(event)) ? rule : undefined))
          return correct.compile(sensitive, options).evaluate(event, room)
        },
      }),
    }),
    { since: 'v1.3' },
  ),
]

type RuleChange = (correct: RulePolicies) => Partial<RulePolicies>

function wrap(pattern: string): string {
  return `*${pattern}*`
}

/** Changes what users wrote as patterns; those of default rules stay. */
function onPattern(change: (pattern: string) => string): RuleChange {
  return compiling((ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, change, () => true)))
}

/** The same for patterns that are compared with the body. */
function onBodyPattern(change: (pattern: string) => string): RuleChange {
  return compiling((ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, change, isBodyKey)))
}

/** Replaces characters of the body, and of the patterns that are compared with it. */
function onBody(characters: RegExp, replacement: string): RuleChange {
  const replace = (text: string) => text.replaceAll(characters, replacement)
  return compiling(
    (ruleset) => mapRules(ruleset, (rule) => withPatterns(rule, replace, isBodyKey)),
    (event) => ({ ...event, content: { ...event.content, body: replace(bodyOf(event)) } }),
  )
}

function compiling(changeRules: (ruleset: Ruleset) => Ruleset, changeEvent = (event: PushEvent) => event): RuleChange {
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
  isMeant: (key?: string) => boolean,
): PushRule {
  if (rule.default) return rule
  const conditions = rule.conditions?.map((condition) => {
    if (condition.pattern === undefined || !isMeant(condition.key)) return condition
    return { ...condition, pattern: change(condition.pattern) }
  })
  return {
    ...rule,
    ...(rule.pattern === undefined ? {} : { pattern: change(rule.pattern) }),
    ...(conditions === undefined ? {} : { conditions }),
  }
}

/** The rule with a key that is compared as a whole in place of the body. */
function wholeBodyRule(rule: PushRule): PushRule {
  const key = 'content.whole_body'
  const conditions = rule.conditions?.map((condition) => (isBodyKey(condition.key) ? { ...condition, key } : condition))
  const { pattern, ...rest } = rule
  if (pattern !== undefined) return { ...rest, conditions: [{ kind: 'event_match', key, pattern }] }
  return conditions === undefined ? rest : { ...rest, conditions }
}

/** Whether all that the patterns for the body spell out stands in it letter by letter. */
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

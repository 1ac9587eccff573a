import type { PushRule, RuleKind } from '../../spec/index.ts'
import { atLeast, type Profile } from '../../spec/versions.ts'
import { readActions } from './actions.ts'
import { compileConditions } from './conditions.ts'
import { eventMatch } from './event-conditions.ts'
import { isObject } from './json.ts'
import type { Subject, Test } from './subject.ts'
import type { Outcome } from './types.ts'

/** A rule made ready. */
export interface CompiledRule {
  /** What all must hold beyond that which the kind itself tests by the rule_id */
  tests: readonly Test[]
  rule: PushRule
  outcome(): Outcome
}

/** Makes a rule ready; `undefined` for one that can never match: a disabled one, or what is no rule at all. */
export function compileRule(kind: RuleKind, rule: unknown, profile: Profile): CompiledRule | undefined {
  if (!isEnabledRule(rule)) return undefined
  const tests = testsOf(kind, rule, profile)
  if (isLegacyMention(rule, profile)) tests.unshift(hasNoMentions)
  return { tests, rule, outcome: () => ({ kind, rule, ...readActions(rule.actions, profile) }) }
}

/** Whether everything that the rule asks for holds. */
export function holds({ tests }: CompiledRule, subject: Subject): boolean {
  return tests.every((test) => test(subject))
}

function testsOf(kind: RuleKind, rule: PushRule, profile: Profile): Test[] {
  switch (kind) {
    case 'override':
    case 'underride':
      return compileConditions(rule.conditions, profile)
    case 'content':
      return [eventMatch({ key: 'content.body', pattern: rule.pattern }, profile)]
    case 'room':
    case 'sender':
      return []
  }
}

function isEnabledRule(rule: unknown): rule is PushRule {
  return isObject(rule) && typeof rule.rule_id === 'string' && rule.enabled === true
}

/** The default rules that guess mentions from the body, which v1.7 made obsolete and v1.17 took away. */
const LEGACY_MENTIONS = new Set(['.m.rule.contains_display_name', '.m.rule.contains_user_name', '.m.rule.roomnotif'])

function isLegacyMention(rule: PushRule, profile: Profile): boolean {
  return LEGACY_MENTIONS.has(rule.rule_id) && atLeast(profile, 'v1.7')
}

/** An event that says whom it mentions, be it nobody, leaves nothing to guess. */
const hasNoMentions: Test = ({ event }) => !(isObject(event.content) && Object.hasOwn(event.content, 'm.mentions'))

import { type PushCondition, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../../spec/index.ts'
import type { ConditionPolicies } from '../../homeserver/policies/conditions.ts'

/** Replacement for some of the decisions about matching rules. */
export type ConditionChange = (correct: ConditionPolicies) => Partial<ConditionPolicies>

/** Kinds of condition in any version of the specification. */
export const KNOWN_CONDITIONS = [
  'event_match',
  'event_property_is',
  'event_property_contains',
  'contains_display_name',
  'room_member_count',
  'sender_notification_permission',
]

/** Returns the ruleset with each rule changed, or removed if the change returns `undefined`. */
export function mapRules(ruleset: Ruleset, change: (rule: PushRule, kind: RuleKind) => PushRule | undefined): Ruleset {
  const mapped: Ruleset = {}
  for (const kind of RULE_KINDS) mapped[kind] = ruleset[kind]?.flatMap((rule) => change(rule, kind) ?? []) ?? []
  return mapped
}

/** Returns the ruleset with each condition changed, or removed if the change returns `undefined`. */
export function mapConditions(
  ruleset: Ruleset,
  change: (condition: PushCondition) => PushCondition | undefined,
): Ruleset {
  return mapRules(ruleset, (rule) => {
    if (rule.conditions === undefined) return rule
    return { ...rule, conditions: rule.conditions.flatMap((condition) => change(condition) ?? []) }
  })
}

/** Evaluates a changed ruleset. The list of rules that users see stays the same. */
export function evaluatedAs(change: (ruleset: Ruleset) => Ruleset): ConditionChange {
  return (correct) => ({ compile: (ruleset, options) => correct.compile(change(ruleset), options) })
}

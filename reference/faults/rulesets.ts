import { type PushCondition, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'

/** The kinds of condition that any version of the specification has. */
export const KNOWN_CONDITIONS = [
  'event_match',
  'event_property_is',
  'event_property_contains',
  'contains_display_name',
  'room_member_count',
  'sender_notification_permission',
]

/** The ruleset with each rule changed, or left out where the change gives `undefined`. */
export function mapRules(ruleset: Ruleset, change: (rule: PushRule, kind: RuleKind) => PushRule | undefined): Ruleset {
  const mapped: Ruleset = {}
  for (const kind of RULE_KINDS) mapped[kind] = ruleset[kind]?.flatMap((rule) => change(rule, kind) ?? []) ?? []
  return mapped
}

/** The ruleset with each condition changed, or left out where the change gives `undefined`. */
export function mapConditions(
  ruleset: Ruleset,
  change: (condition: PushCondition) => PushCondition | undefined,
): Ruleset {
  return mapRules(ruleset, (rule) => {
    if (rule.conditions === undefined) return rule
    return { ...rule, conditions: rule.conditions.flatMap((condition) => change(condition) ?? []) }
  })
}

/** Rules that are evaluated as if they were others; what users see of them is unchanged. */
export function evaluatedAs(change: (ruleset: Ruleset) => Ruleset) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    compile: (ruleset, options) => correct.compile(change(ruleset), options),
  })
}

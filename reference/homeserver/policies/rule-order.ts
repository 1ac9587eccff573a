import type { Ruleset, SpecVersion } from '../../../spec/index.ts'
import { mergeRuleset } from '../../rules/index.ts'

/** Decisions about the order in which rules are checked. */
export interface RuleOrderPolicies {
  /** Returns the user's own rules and the default rules in the order in which they are checked. */
  merge(userRules: Ruleset, defaults: Ruleset, specVersion: SpecVersion): Ruleset
}

export const ruleOrderPolicies: RuleOrderPolicies = { merge: mergeRuleset }

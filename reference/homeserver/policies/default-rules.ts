import { defaultRuleset, type PushRule, type Ruleset, type SpecVersion } from '../../../spec/index.ts'
import type { DefaultRuleChange } from '../storage/push-rules.ts'

/** Decisions about server-default rules. */
export interface DefaultRulePolicies {
  /** Returns the server-default rules of a user. */
  defaults(specVersion: SpecVersion, userId: string): Ruleset
  /** Returns a default rule with the change that its user made. */
  changeDefault(rule: PushRule, change: DefaultRuleChange): PushRule
}

export const defaultRulePolicies: DefaultRulePolicies = {
  defaults: defaultRuleset,
  changeDefault: (rule, { enabled, actions }) => ({
    ...rule,
    ...(enabled === undefined ? {} : { enabled }),
    ...(actions === undefined ? {} : { actions }),
  }),
}

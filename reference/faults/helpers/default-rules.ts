import { type PushRule, RULE_KINDS, type Ruleset } from '../../../spec/index.ts'
import type { DefaultRulePolicies } from '../../homeserver/policies/default-rules.ts'
import { mapRules } from './rulesets.ts'

type DefaultRulesChange = (correct: DefaultRulePolicies) => Partial<DefaultRulePolicies>

/** Changes one default rule, named by the end of its ID; `undefined` removes it. */
export function withRule(name: string, change: (rule: PushRule) => PushRule | undefined): DefaultRulesChange {
  const isNamed = (rule: PushRule) => rule.rule_id === `.m.rule.${name}`
  return (correct) => ({
    defaults: (specVersion, userId) =>
      mapRules(correct.defaults(specVersion, userId), (rule) => (isNamed(rule) ? change(rule) : rule)),
  })
}

/** Replaces the actions of one default rule. */
export function withActions(name: string, actions: PushRule['actions']): DefaultRulesChange {
  return withRule(name, (rule) => ({ ...rule, actions }))
}

/** Removes the conditions on one key; `undefined` stands for conditions without a key. */
export function withoutConditions(name: string, key: string | undefined): DefaultRulesChange {
  return withRule(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter((condition) => condition.key !== key) ?? [],
  }))
}

/** Removes the conditions on the power level of the sender. */
export function withoutPowerCondition(name: string): DefaultRulesChange {
  return withRule(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter(({ kind }) => kind !== 'sender_notification_permission') ?? [],
  }))
}

/** Moves one default rule directly above another of its kind. */
export function movedAbove(name: string, above: string): DefaultRulesChange {
  return (correct) => ({
    defaults(specVersion, userId) {
      const ruleset: Ruleset = {}
      for (const kind of RULE_KINDS) {
        const rules = correct.defaults(specVersion, userId)[kind] ?? []
        const rule = rules.find(({ rule_id }) => rule_id === `.m.rule.${name}`)
        const others = rules.filter((other) => other !== rule)
        const at = others.findIndex(({ rule_id }) => rule_id === `.m.rule.${above}`)
        ruleset[kind] = rule === undefined || at === -1 ? rules : others.toSpliced(at, 0, rule)
      }
      return ruleset
    },
  })
}

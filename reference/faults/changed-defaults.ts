import { type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import { mapRules } from './rulesets.ts'

/** What a fault of the default rules replaces. */
export type RuleChange = (correct: RulePolicies) => Partial<RulePolicies>

/** Changes one default rule, named by the end of its ID; `undefined` takes it away. */
export function changed(name: string, change: (rule: PushRule) => PushRule | undefined): RuleChange {
  const isMeant = (rule: PushRule) => rule.rule_id === `.m.rule.${name}`
  return (correct) => ({
    defaults: (specVersion, userId) =>
      mapRules(correct.defaults(specVersion, userId), (rule) => (isMeant(rule) ? change(rule) : rule)),
  })
}

/** Gives one default rule other actions. */
export function acting(name: string, actions: PushRule['actions']): RuleChange {
  return changed(name, (rule) => ({ ...rule, actions }))
}

/** Takes away the conditions on one key; conditions that have no key are named by `undefined`. */
export function without(name: string, key: string | undefined): RuleChange {
  return changed(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter((condition) => condition.key !== key) ?? [],
  }))
}

/** Takes away the conditions on what the sender may do. */
export function withoutPower(name: string): RuleChange {
  return changed(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter(({ kind }) => kind !== 'sender_notification_permission') ?? [],
  }))
}

/** Moves one default rule directly above another of its kind. */
export function moved(name: string, above: string): RuleChange {
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

import type { Action, PushCondition, PushRule, Ruleset } from '../../spec/index.ts'
import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'

/** Actions that have had no effect since v1.7, and that a target need not store. */
const OBSOLETE: readonly unknown[] = ['dont_notify', 'coalesce']

/** Returns what actions mean, so that different ways to write them are equal. */
export function comparableActions(actions: readonly Action[]): string[] {
  return actions
    .filter((action) => !OBSOLETE.includes(action))
    .flatMap((action) => {
      if (typeof action !== 'object' || action === null) return [JSON.stringify(action)]
      const { set_tweak, value } = action as { set_tweak?: unknown; value?: unknown }
      if (set_tweak === 'highlight' && value === false) return []
      return [JSON.stringify([set_tweak, set_tweak === 'highlight' ? (value ?? true) : value])]
    })
    .toSorted()
}

/** Rule with its kind. */
export interface KindAndRule {
  kind: RuleKind
  rule: PushRule
}

/** Returns the rules of all kinds by kind and ID. */
export function rulesByName(ruleset: Ruleset): Map<string, KindAndRule> {
  const all = RULE_KINDS.flatMap((kind) => (ruleset[kind] ?? []).map((rule) => ({ kind, rule })))
  return new Map(all.map((one) => [`${one.kind} rule ${JSON.stringify(one.rule.rule_id)}`, one]))
}

/** Reports whether a rule has the conditions and the pattern of another one, in any order and number, and with further properties. */
export function matchesSame({ conditions = [], pattern }: PushRule, found: PushRule): boolean {
  if (pattern !== found.pattern) return false
  const others = found.conditions ?? []
  return (
    conditions.every((condition) => others.some((other) => isSame(condition, other))) &&
    others.every((other) => conditions.some((condition) => isSame(condition, other)))
  )
}

function isSame(expected: PushCondition, found: PushCondition): boolean {
  return Object.entries(expected).every(([key, value]) => (found as Record<string, unknown>)[key] === value)
}

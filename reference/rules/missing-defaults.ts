import { type PushRule, RULE_KINDS, type Ruleset } from '../../spec/types.ts'

/**
 * Adds the default rules that a ruleset lacks, such as those of a newer version than the server knows. What the ruleset
 * has stays as it is, also if the user changed it; each rule that is added comes where the specification lists it.
 *
 * @param ruleset complete rules of a user, by kind, as `GET /pushrules/` returns them
 * @param defaults server-default rules, by kind, such as `defaultRuleset` returns
 * @returns a new ruleset with all five kinds; the rules are the given objects, not copies
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function addMissingDefaults(ruleset: Ruleset, defaults: Ruleset): Ruleset {
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, completed(ruleset[kind] ?? [], defaults[kind] ?? [])]))
}

/** Adds the missing default rules of a kind, each before the next one that is there. */
function completed(rules: readonly PushRule[], defaults: readonly PushRule[]): PushRule[] {
  const all = [...rules]
  const indexOf = (rule: PushRule | undefined) => all.findIndex(({ rule_id }) => rule_id === rule?.rule_id)
  for (const [index, rule] of defaults.entries()) {
    if (indexOf(rule) >= 0) continue
    const next = defaults.slice(index + 1).find((later) => indexOf(later) >= 0)
    all.splice(placeOf(rule, indexOf(next), all.length), 0, rule)
  }
  return all
}

/**
 * Returns the index of a default rule: before the next one, because rules of the user come between the master rule and the
 * others; else behind all others.
 */
function placeOf(rule: PushRule, next: number, length: number): number {
  if (rule.rule_id === '.m.rule.master') return 0
  return next >= 0 ? next : length
}

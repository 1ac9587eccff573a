import type { PushRule, Ruleset } from '../../spec/types.ts'
import { RULE_KINDS } from '../../spec/types.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'

/**
 * Merges the rules of a user with the server-default rules: within each kind, those of the user come first.
 *
 * The exception is `.m.rule.master`. Since v1.5 it comes before all other rules, so that it turns off all notifications;
 * before, the user's own override rules came first.
 *
 * @param userRules rules of the user, by kind
 * @param defaults server-default rules, by kind, such as `defaultRuleset` of `plexor/spec` returns
 * @param specVersion version of the specification that defines the order
 * @returns a new ruleset with all five kinds; the rules are the given objects, not copies
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function mergeRuleset(userRules: Ruleset, defaults: Ruleset, specVersion: SpecVersion): Ruleset {
  const merged: Ruleset = {}
  for (const kind of RULE_KINDS) merged[kind] = [...(userRules[kind] ?? []), ...(defaults[kind] ?? [])]
  if (atLeast(specVersion, 'v1.5')) merged.override = masterFirst(merged.override ?? [])
  return merged
}

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

function masterFirst(rules: readonly PushRule[]): PushRule[] {
  const isMaster = (rule: PushRule) => rule.rule_id === '.m.rule.master'
  return [...rules.filter(isMaster), ...rules.filter((rule) => !isMaster(rule))]
}

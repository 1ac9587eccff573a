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

function masterFirst(rules: readonly PushRule[]): PushRule[] {
  const isMaster = (rule: PushRule) => rule.rule_id === '.m.rule.master'
  return [...rules.filter(isMaster), ...rules.filter((rule) => !isMaster(rule))]
}

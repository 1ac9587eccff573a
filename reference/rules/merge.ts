import type { PushRule, Ruleset } from '../../spec/index.ts'
import { RULE_KINDS } from '../../spec/types.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'

/**
 * Puts the rules of a user before the server-default rules of the same kind.
 *
 * `.m.rule.master` stands apart. Since v1.5 it comes before everything, so that it turns off all notifications;
 * before, the user's own override rules still came first.
 *
 * @returns a ruleset with all five kinds; the rules themselves are those given, not copies
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

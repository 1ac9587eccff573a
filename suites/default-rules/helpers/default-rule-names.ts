import { defaultRuleset, RULE_KINDS, type RuleKind, SPEC_VERSIONS } from '../../../spec/index.ts'

/** Default rule of some version. */
export interface DefaultRule {
  kind: RuleKind
  ruleId: string
}

/** Returns every default rule of any version, in the order of first appearance. */
export function defaultRulesOfAllVersions(): DefaultRule[] {
  const rules = new Map<string, DefaultRule>()
  for (const specVersion of SPEC_VERSIONS) {
    const ruleset = defaultRuleset(specVersion, '@user:example.org')
    for (const kind of RULE_KINDS) {
      for (const { rule_id } of ruleset[kind] ?? []) rules.set(rule_id, { kind, ruleId: rule_id })
    }
  }
  return [...rules.values()]
}

/** Returns `suppress-notices` for `.m.rule.suppress_notices`. */
export function nameOf(ruleId: string): string {
  return ruleId.replace('.m.rule.', '').replaceAll('_', '-')
}

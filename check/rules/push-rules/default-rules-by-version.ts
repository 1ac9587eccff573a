import {
  defaultRuleset,
  type PushRule,
  RELEASED_VERSIONS,
  RULE_KINDS,
  type RuleKind,
  type SpecVersion,
} from '../../../spec/index.ts'

/** Localpart of a placeholder user, the owner of the default rules. */
export const LOCALPART = 'plexor.owner'
export const OWNER = `@${LOCALPART}:plexor.invalid`

/** Default rule of a version with its kind. */
export interface DefaultRuleOfVersion {
  kind: RuleKind
  rule: PushRule
}

const rulesByVersion = new Map<SpecVersion, ReadonlyMap<string, DefaultRuleOfVersion>>()

/** Returns the default rules of a version by ID, in the order of the version. */
function rulesById(specVersion: SpecVersion): ReadonlyMap<string, DefaultRuleOfVersion> {
  let rules = rulesByVersion.get(specVersion)
  if (rules === undefined) {
    const ruleset = defaultRuleset(specVersion, OWNER)
    const all = RULE_KINDS.flatMap((kind) => ruleset[kind].map((rule) => ({ kind, rule })))
    rules = new Map(all.map((one) => [one.rule.rule_id, one]))
    rulesByVersion.set(specVersion, rules)
  }
  return rules
}

/** Returns the default rule of a version with this ID. */
export function defaultRuleOf(id: string, specVersion: SpecVersion): DefaultRuleOfVersion | undefined {
  return rulesById(specVersion).get(id)
}

/** Returns the IDs of the default rules of a kind, in the order of the version. */
export function defaultIds(kind: RuleKind, specVersion: SpecVersion): string[] {
  return [...rulesById(specVersion)].filter(([, rule]) => rule.kind === kind).map(([id]) => id)
}

/** Returns the versions that have a default rule. */
function versionsWith(id: string): SpecVersion[] {
  return RELEASED_VERSIONS.filter((specVersion) => defaultRuleOf(id, specVersion) !== undefined)
}

/** Completes a message about a missing default rule with the versions that have it. */
export function versionsWithRule(id: string): string {
  const versions = versionsWith(id)
  if (versions.length === 0) return ', nor has any other version'
  return versions.length === 1 ? `; ${versions[0]} has it` : `; ${versions[0]} to ${versions.at(-1)} have it`
}

import {
  defaultRuleset,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  SPEC_VERSIONS,
  type SpecVersion,
} from '../../spec/index.ts'

/** Stands for the owner of the rules, whom a text names as it likes. */
export const LOCALPART = 'plexor.owner'
export const OWNER = `@${LOCALPART}:plexor.invalid`

/** A default rule of a version, with its kind. */
export interface RegisteredRule {
  kind: RuleKind
  rule: PushRule
}

const registers = new Map<SpecVersion, ReadonlyMap<string, RegisteredRule>>()

/** The default rules of a version by their IDs, in their order. */
function registerOf(specVersion: SpecVersion): ReadonlyMap<string, RegisteredRule> {
  let register = registers.get(specVersion)
  if (register === undefined) {
    const ruleset = defaultRuleset(specVersion, OWNER)
    const rules = RULE_KINDS.flatMap((kind) => ruleset[kind].map((rule) => ({ kind, rule })))
    register = new Map(rules.map((one) => [one.rule.rule_id, one]))
    registers.set(specVersion, register)
  }
  return register
}

/** The default rule of a version with this ID. */
export function registered(id: string, specVersion: SpecVersion): RegisteredRule | undefined {
  return registerOf(specVersion).get(id)
}

/** The IDs of the default rules of a kind, in the order of the version. */
export function defaultIds(kind: RuleKind, specVersion: SpecVersion): string[] {
  return [...registerOf(specVersion)].filter(([, rule]) => rule.kind === kind).map(([id]) => id)
}

/** The versions that have a default rule. */
function versionsWith(id: string): SpecVersion[] {
  return SPEC_VERSIONS.filter((specVersion) => registered(id, specVersion) !== undefined)
}

/** The end of a sentence about a default rule that a version does not have: which ones have it. */
export function elsewhere(id: string): string {
  const versions = versionsWith(id)
  if (versions.length === 0) return ', and no other version has it'
  return versions.length === 1 ? `; ${versions[0]} has it` : `; ${versions[0]} to ${versions.at(-1)} have it`
}

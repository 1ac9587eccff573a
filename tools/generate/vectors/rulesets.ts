import {
  atLeast,
  defaultRuleset,
  type PushRule,
  RULE_KINDS,
  type Ruleset,
  SPEC_VERSIONS,
  type Span,
  type SpecVersion,
  within,
} from '../../../spec/index.ts'

/** A rule as a file of vectors writes it, without the usual values. */
export type ShortRule = Partial<PushRule> & Pick<PushRule, 'rule_id'>

/** Changes of a vector to the default rules, by rule ID. */
export interface DefaultRules {
  change?: Record<string, Partial<PushRule>>
}

/** Returns the complete rules of a user. By default a rule is enabled and notifies. */
export function completeRules(rules: Partial<Record<string, ShortRule[]>>): Ruleset {
  const kinds = RULE_KINDS.flatMap((kind) => {
    const list = rules[kind]
    return list === undefined ? [] : [[kind, list.map(complete)]]
  })
  return Object.fromEntries(kinds)
}

function complete(rule: ShortRule): PushRule {
  if (typeof rule !== 'object' || rule === null) return rule
  const { rule_id, default: isDefault = false, enabled = true, actions = ['notify'], ...rest } = rule
  return { rule_id, default: isDefault, enabled, ...rest, actions }
}

/**
 * Returns the rules of a user with the default rules, for each version of a span at which they change. Each ruleset
 * holds from its version on.
 *
 * @throws {RangeError} when a version has no default rule with an ID of `change`
 */
export function rulesetsByVersion(
  own: Ruleset,
  { change = {} }: DefaultRules,
  userId: string,
  span: Span,
): { since: SpecVersion; ruleset: Ruleset }[] {
  const list: { since: SpecVersion; ruleset: Ruleset }[] = []
  for (const specVersion of SPEC_VERSIONS.filter((candidate) => within(candidate, span))) {
    const ruleset = withDefaults(own, changed(defaultRuleset(specVersion, userId), change, specVersion), specVersion)
    if (JSON.stringify(list.at(-1)?.ruleset) !== JSON.stringify(ruleset)) list.push({ since: specVersion, ruleset })
  }
  return list
}

/** Puts the user's rules of a kind before the default ones. The master rule comes first since v1.5. */
function withDefaults(own: Ruleset, defaults: Required<Ruleset>, specVersion: SpecVersion): Ruleset {
  const merged = RULE_KINDS.map((kind): [string, PushRule[]] => [kind, [...(own[kind] ?? []), ...defaults[kind]]])
  const ruleset: Required<Ruleset> = Object.fromEntries(merged) as Required<Ruleset>
  if (atLeast(specVersion, 'v1.5')) ruleset.override.sort((a, b) => Number(isMaster(b)) - Number(isMaster(a)))
  return ruleset
}

function isMaster({ rule_id }: PushRule): boolean {
  return rule_id === '.m.rule.master'
}

function changed(
  defaults: Required<Ruleset>,
  change: NonNullable<DefaultRules['change']>,
  specVersion: SpecVersion,
): Required<Ruleset> {
  for (const [id, fields] of Object.entries(change)) {
    const rule = RULE_KINDS.flatMap((kind) => defaults[kind]).find(({ rule_id }) => rule_id === id)
    if (rule === undefined)
      throw new RangeError(`"change": expected IDs of default rules of ${specVersion}, found "${id}"`)
    Object.assign(rule, fields)
  }
  return defaults
}

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

/** A rule as a file of vectors writes it, without what is usual. */
export type ShortRule = Partial<PushRule> & Pick<PushRule, 'rule_id'>

/** What a vector says of the default rules: that they are there, and what is changed about some of them. */
export interface DefaultRules {
  change?: Record<string, Partial<PushRule>>
}

/** The rules of a user in full: they are enabled and notify, unless they say other. */
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
 * The rules of a user and the default rules of each version in a span, where they change: a list of versions, each
 * with the ruleset that holds from there on.
 *
 * @throws {RangeError} when what is to be changed is no default rule of some version
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

/** The user's rules of a kind before the default ones; the master rule is first of all since v1.5. */
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
    if (rule === undefined) throw new RangeError(`"${id}" is no default rule at ${specVersion}`)
    Object.assign(rule, fields)
  }
  return defaults
}

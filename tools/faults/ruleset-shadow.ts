import { isDeepStrictEqual } from 'node:util'
import type { Policies } from '../../reference/index.ts'
import type { PushRule, Ruleset, SpecVersion } from '../../spec/index.ts'

type RulePolicies = Policies['rules']
type Change = Parameters<RulePolicies['changeDefault']>[1]
type Compiled = ReturnType<RulePolicies['compile']>
type Outcome = ReturnType<Compiled['evaluate']>

/** A fault of the decisions that a ruleset is made by. */
export interface RulesetFault {
  name: string
  rules: RulePolicies
}

/** What the ruleset of a user is made of. */
interface Parts {
  specVersion: SpecVersion
  userId: string
  changes: Change[]
  own: Ruleset
}

/**
 * The correct decisions about rulesets, which make the rulesets of all faults besides, and compare what shows of them:
 * what the API lists, and what the rules say about an event. A default rule that is missing makes no difference to a
 * case that neither lists rules nor sends what the rule is about.
 *
 * The homeserver makes a ruleset in one go: `defaults`, `changeDefault` for each change, `merge`, then `list` and
 * `compile` of the result.
 *
 * @param undecided those of the faults that are still of interest
 * @param note told of each decision that comes out otherwise
 */
export function rulesetShadow(
  correct: RulePolicies,
  faults: readonly RulesetFault[],
  undecided: (faults: readonly RulesetFault[]) => Iterable<RulesetFault>,
  note: (fault: string, decision: string) => void,
): Partial<RulePolicies> {
  const partsOf = new WeakMap<Ruleset, Parts>()
  let parts: Parts = { specVersion: 'v1.19', userId: '', changes: [], own: {} }

  return {
    defaults(specVersion, userId) {
      parts = { specVersion, userId, changes: [], own: {} }
      return correct.defaults(specVersion, userId)
    },
    changeDefault(rule, change) {
      parts.changes.push(change)
      return correct.changeDefault(rule, change)
    },
    merge(own, defaults, specVersion) {
      const merged = { ...correct.merge(own, defaults, specVersion) }
      partsOf.set(merged, { ...parts, own })
      return merged
    },
    list(ruleset) {
      const listed = correct.list(ruleset)
      const made = partsOf.get(ruleset)
      for (const { name, rules } of made === undefined ? [] : undecided(faults)) {
        if (made !== undefined && !isDeepStrictEqual(rules.list(rulesetBy(rules, made)), listed))
          note(name, 'rules.list')
      }
      return listed
    },
    compile(ruleset, options) {
      const compiled = correct.compile(ruleset, options)
      const made = partsOf.get(ruleset)
      if (made === undefined) return compiled
      const others = new Map<string, Compiled>()
      return {
        evaluate(event, room, view) {
          const outcome = compiled.evaluate(event, room, view)
          for (const { name, rules } of undecided(faults)) {
            const other = others.get(name) ?? rules.compile(rulesetBy(rules, made), options)
            others.set(name, other)
            if (!isDeepStrictEqual(said(other.evaluate(event, room)), said(outcome))) note(name, 'rules.compile')
          }
          return outcome
        },
      }
    },
  }
}

/** The ruleset of a user as a fault makes it. */
function rulesetBy(rules: RulePolicies, { specVersion, userId, changes, own }: Parts): Ruleset {
  const defaults = { ...rules.defaults(specVersion, userId) }
  for (const change of changes) {
    defaults[change.kind] = (defaults[change.kind] ?? []).map((rule: PushRule) =>
      rule.rule_id === change.rule_id ? rules.changeDefault(rule, change) : rule,
    )
  }
  return rules.merge(own, defaults, specVersion)
}

/** As much of an outcome as the homeserver goes by: which rule it was is of no consequence. */
function said(outcome: Outcome): object {
  if (outcome === undefined) return { actions: [], notify: false, tweaks: {}, highlight: false }
  const { actions, notify, tweaks, highlight } = outcome
  return { actions, notify, tweaks, highlight }
}

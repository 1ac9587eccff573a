import { isDeepStrictEqual } from 'node:util'
import type { Policies } from '../../reference/index.ts'
import type { PushRule, Ruleset, SpecVersion } from '../../spec/index.ts'

type Change = Parameters<Policies['defaultRules']['changeDefault']>[1]
type Compiled = ReturnType<Policies['conditions']['compile']>
type Evaluation = ReturnType<Compiled['evaluate']>

/** Fault of the decisions that a ruleset is made by. */
export interface RulesetFault {
  name: string
  policies: Policies
}

/** Parts that the ruleset of a user is made of. */
interface RulesetParts {
  specVersion: SpecVersion
  userId: string
  changes: Change[]
  own: Ruleset
}

/**
 * Returns the correct decisions about rulesets, which also make the rulesets of all faults and compare their observable
 * results: the list of rules in the API, and their evaluation for an event. A missing default rule makes no difference
 * to a case that neither lists rules nor sends an event that the rule matches.
 *
 * The homeserver makes a ruleset without interruption: `defaults`, `changeDefault` for each change, `merge`, then `list`
 * and `compile` of the result.
 *
 * @param undecided returns the faults that are still to be compared
 * @param record called with each decision that differs
 */
export function rulesetShadow(
  correct: Policies,
  faults: readonly RulesetFault[],
  undecided: (faults: readonly RulesetFault[]) => Iterable<RulesetFault>,
  record: (fault: string, decision: string) => void,
): Policies {
  const partsOf = new WeakMap<Ruleset, RulesetParts>()
  let parts: RulesetParts = { specVersion: 'v1.19', userId: '', changes: [], own: {} }

  return {
    ...correct,
    defaultRules: {
      ...correct.defaultRules,
      defaults(specVersion, userId) {
        parts = { specVersion, userId, changes: [], own: {} }
        return correct.defaultRules.defaults(specVersion, userId)
      },
      changeDefault(rule, change) {
        parts.changes.push(change)
        return correct.defaultRules.changeDefault(rule, change)
      },
    },
    ruleOrder: {
      ...correct.ruleOrder,
      merge(own, defaults, specVersion) {
        const merged = { ...correct.ruleOrder.merge(own, defaults, specVersion) }
        partsOf.set(merged, { ...parts, own })
        return merged
      },
    },
    rulesApi: {
      ...correct.rulesApi,
      list(ruleset) {
        const listed = correct.rulesApi.list(ruleset)
        const made = partsOf.get(ruleset)
        if (made === undefined) return listed
        for (const { name, policies } of undecided(faults)) {
          if (!agrees(listed, () => policies.rulesApi.list(rulesetBy(policies, made)))) record(name, 'rulesApi.list')
        }
        return listed
      },
    },
    conditions: {
      ...correct.conditions,
      compile(ruleset, options) {
        const compiled = correct.conditions.compile(ruleset, options)
        const made = partsOf.get(ruleset)
        if (made === undefined) return compiled
        const others = new Map<string, Compiled>()
        return {
          evaluate(event, room, view) {
            const evaluation = compiled.evaluate(event, room, view)
            for (const { name, policies } of undecided(faults)) {
              const effect = () => {
                const other = others.get(name) ?? policies.conditions.compile(rulesetBy(policies, made), options)
                others.set(name, other)
                return effectOf(other.evaluate(event, room))
              }
              if (!agrees(effectOf(evaluation), effect)) record(name, 'conditions.compile')
            }
            return evaluation
          },
        }
      },
    },
  }
}

/** Reports whether a fault has the same result. An error, such as for a malformed rule, is a difference. */
function agrees(correct: unknown, faulty: () => unknown): boolean {
  try {
    return isDeepStrictEqual(faulty(), correct)
  } catch {
    return false
  }
}

/** Returns the ruleset of a user as a fault makes it. */
function rulesetBy(
  { defaultRules, ruleOrder }: Policies,
  { specVersion, userId, changes, own }: RulesetParts,
): Ruleset {
  const defaults = { ...defaultRules.defaults(specVersion, userId) }
  for (const change of changes) {
    defaults[change.kind] = (defaults[change.kind] ?? []).map((rule: PushRule) =>
      rule.rule_id === change.rule_id ? defaultRules.changeDefault(rule, change) : rule,
    )
  }
  return ruleOrder.merge(own, defaults, specVersion)
}

/** Returns the properties of an evaluation that the homeserver uses: the rule itself is not one of them. */
function effectOf(evaluation: Evaluation): object {
  if (evaluation === undefined) return { actions: [], notify: false, tweaks: {}, highlight: false }
  const { actions, notify, tweaks, highlight } = evaluation
  return { actions, notify, tweaks, highlight }
}

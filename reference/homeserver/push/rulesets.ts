import type { Ruleset, SpecVersion } from '../../../spec/index.ts'
import type { CompiledRuleset } from '../../rules/index.ts'
import { BoundedCache } from '../bounded-cache.ts'
import type { Policies } from '../policies.ts'
import type { Store } from '../storage/store.ts'

/** The rules of one user, in the order that they are checked. */
export interface UserRuleset {
  /** As the API tells them, with all five kinds */
  readonly listed: Required<Ruleset>
  compiled: CompiledRuleset
}

/** How much of it is kept, in characters of the rules as JSON: those of ten thousand users who have few of their own. */
const MAX_KEPT = 32 * 1024 * 1024

/** The rules of users, compiled once and kept until they change, or until too many others were asked for since. */
export interface Rulesets {
  of(userId: string): UserRuleset
  /** To be called when the rules of the user changed. */
  forget(userId: string): void
}

export function createRulesets(
  store: Store,
  { rules }: Policies,
  specVersion: SpecVersion,
  maxKept: number = MAX_KEPT,
): Rulesets {
  const kept = new BoundedCache<UserRuleset>(maxKept)

  function build(userId: string): UserRuleset {
    const ruleset = rules.merge(store.pushRules.ofUser(rules.keptFor(userId)), changedDefaults(userId), specVersion)
    const built = {
      get listed() {
        return { override: [], content: [], room: [], sender: [], underride: [], ...rules.list(ruleset) }
      },
      compiled: rules.compile(ruleset, { specVersion }),
    }
    kept.set(userId, built, JSON.stringify(ruleset).length)
    return built
  }

  function changedDefaults(userId: string): Ruleset {
    const defaults = { ...rules.defaults(specVersion, userId) }
    for (const change of store.pushRules.changesOf(rules.changesKeptFor(userId))) {
      const list = defaults[change.kind] ?? []
      defaults[change.kind] = list.map((rule) =>
        rule.rule_id === change.rule_id ? rules.changeDefault(rule, change) : rule,
      )
    }
    return defaults
  }

  return {
    of: (userId) => kept.get(userId) ?? build(userId),
    forget: (userId) => kept.delete(userId),
  }
}

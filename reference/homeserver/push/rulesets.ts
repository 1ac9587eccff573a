import type { Ruleset, SpecVersion } from '../../../spec/index.ts'
import type { CompiledRuleset } from '../../rules/index.ts'
import { BoundedCache } from '../bounded-cache.ts'
import type { Policies } from '../policies/index.ts'
import type { Store } from '../storage/store.ts'

/** Rules of one user, in the order in which they are checked. */
export interface UserRuleset {
  /** Rules as the API lists them, with all five kinds */
  readonly listed: Required<Ruleset>
  compiled: CompiledRuleset
}

/** Size of the cache, in characters of rules as JSON: enough for ten thousand users with few rules of their own. */
const MAX_CACHED = 32 * 1024 * 1024

/** Rules of users, compiled on first use and cached until they change, or until others take their place. */
export interface Rulesets {
  /** Returns the rules of a user. */
  of(userId: string): UserRuleset
  /** Drops the cached rules of a user; call it when the rules change. */
  forget(userId: string): void
}

/** Creates the cache of users' rules. */
export function createRulesets(
  store: Store,
  { conditions, defaultRules, ruleOrder, rulesApi }: Policies,
  specVersion: SpecVersion,
  maxCached: number = MAX_CACHED,
): Rulesets {
  const cache = new BoundedCache<UserRuleset>(maxCached)

  function build(userId: string): UserRuleset {
    const own = store.pushRules.ofUser(rulesApi.ownerOfRules(userId))
    const ruleset = ruleOrder.merge(own, changedDefaults(userId), specVersion)
    const built = {
      get listed() {
        return { override: [], content: [], room: [], sender: [], underride: [], ...rulesApi.list(ruleset) }
      },
      compiled: conditions.compile(ruleset, { specVersion }),
    }
    cache.set(userId, built, JSON.stringify(ruleset).length)
    return built
  }

  function changedDefaults(userId: string): Ruleset {
    const defaults = { ...defaultRules.defaults(specVersion, userId) }
    for (const change of store.pushRules.changesOf(rulesApi.ownerOfChanges(userId))) {
      const list = defaults[change.kind] ?? []
      defaults[change.kind] = list.map((rule) =>
        rule.rule_id === change.rule_id ? defaultRules.changeDefault(rule, change) : rule,
      )
    }
    return defaults
  }

  return {
    of: (userId) => cache.get(userId) ?? build(userId),
    forget: (userId) => cache.delete(userId),
  }
}

import type { Profile, Ruleset } from '../../../spec/index.ts'
import type { CompiledRuleset } from '../../rules/index.ts'
import type { Policies } from '../policies.ts'
import type { Store } from '../storage/store.ts'

/** The rules of one user, in the order that they are checked. */
export interface UserRuleset {
  /** As the API tells them, with all five kinds */
  readonly listed: Required<Ruleset>
  compiled: CompiledRuleset
}

/** The rules of all users, compiled once and kept until they change. */
export interface Rulesets {
  of(userId: string): UserRuleset
  /** To be called when the rules of the user changed. */
  forget(userId: string): void
}

export function createRulesets(store: Store, { rules }: Policies, profile: Profile): Rulesets {
  const kept = new Map<string, UserRuleset>()

  function build(userId: string): UserRuleset {
    const ruleset = rules.merge(store.pushRules.ofUser(rules.keptFor(userId)), changedDefaults(userId), profile)
    return {
      get listed() {
        return { override: [], content: [], room: [], sender: [], underride: [], ...rules.list(ruleset) }
      },
      compiled: rules.compile(ruleset, { profile }),
    }
  }

  function changedDefaults(userId: string): Ruleset {
    const defaults = { ...rules.defaults(profile, userId) }
    for (const change of store.pushRules.changesOf(rules.changesKeptFor(userId))) {
      const list = defaults[change.kind] ?? []
      defaults[change.kind] = list.map((rule) =>
        rule.rule_id === change.rule_id ? rules.changeDefault(rule, change) : rule,
      )
    }
    return defaults
  }

  return {
    of(userId) {
      const known = kept.get(userId) ?? build(userId)
      kept.set(userId, known)
      return known
    },
    forget: (userId) => kept.delete(userId),
  }
}

import { type Fault, fault } from './fault.ts'
import { mapRules } from './rulesets.ts'

/** Faults of whose rules there are, and of what clients are told of them. */
export const RULES_TOLD_FAULTS: readonly Fault[] = [
  fault('rules.not-in-first-sync', 'account-data.initial', 'The first /sync has no push rules', 'rules', (correct) => ({
    inSync: (listed, isFirst) => (isFirst ? undefined : correct.inSync(listed, isFirst)),
  })),
  fault(
    'rules.in-first-sync-alone',
    'account-data.changes',
    'Later answers of /sync have no push rules',
    'rules',
    (correct) => ({
      inSync: (listed, isFirst) => (isFirst ? correct.inSync(listed, isFirst) : undefined),
    }),
  ),
  fault('rules.empty-in-sync', 'account-data.content', 'The push rules in /sync are empty', 'rules', () => ({
    inSync: () => ({ global: {} }),
  })),
  fault(
    'rules.defaults-alone-in-sync',
    'account-data.content',
    'The push rules in /sync are the default ones alone',
    'rules',
    (correct) => ({
      inSync: (listed, isFirst) =>
        correct.inSync(
          mapRules(listed, (rule) => (rule.default ? rule : undefined)),
          isFirst,
        ),
    }),
  ),
  fault(
    'rules.waiting-not-woken',
    'account-data.wakes',
    'A /sync that waits is not answered when push rules change',
    'rules',
    () => ({
      wakesClients: false,
    }),
  ),
  fault(
    'rules.conditions-not-listed',
    'rules.put-creates',
    'Rules of the user are listed without their conditions',
    'rules',
    (correct) => ({
      list: (ruleset) =>
        mapRules(correct.list(ruleset), ({ conditions, ...rule }) => (rule.default ? { ...rule, conditions } : rule)),
    }),
  ),
  fault(
    'rules.underride-listed-as-override',
    'rules.kind-and-id',
    'Underride rules of the user are listed among the override rules too',
    'rules',
    (correct) => ({
      list(ruleset) {
        const { override = [], underride = [], ...others } = correct.list(ruleset)
        return { ...others, override: [...override, ...underride.filter((rule) => !rule.default)], underride }
      },
    }),
  ),
  fault(
    'rules.one-for-each-id',
    'rules.ids-per-kind',
    'Of rules of several kinds that have one ID, only the first is listed',
    'rules',
    (correct) => ({
      list(ruleset) {
        const known = new Set<string>()
        return mapRules(correct.list(ruleset), (rule) => {
          if (known.has(rule.rule_id)) return undefined
          known.add(rule.rule_id)
          return rule
        })
      },
    }),
  ),
  fault('rules.of-everyone', 'rules.own-only', 'All users share the rules that each of them makes', 'rules', () => ({
    keptFor: firstOfAll(),
  })),
  fault(
    'rules.default-changes-of-everyone',
    'rules.own-only',
    'What a user changes about a default rule is changed for all',
    'rules',
    () => ({
      changesKeptFor: firstOfAll(),
    }),
  ),
  fault(
    'rules.not-following-upgrades',
    'upgrades.rules-follow',
    'Rules about a room end with it when it is replaced',
    'rules',
    () => ({
      followsUpgrades: false,
    }),
  ),
]

/** Everything is kept under the name of whoever came first. */
function firstOfAll(): (userId: string) => string {
  let first: string | undefined
  return (userId) => {
    first ??= userId
    return first
  }
}

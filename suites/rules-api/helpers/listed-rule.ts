import type { PushRule, RuleKind } from '../../../spec/index.ts'
import { expect } from '../../harness/case/expect.ts'
import type { User } from '../../harness/users/user.ts'

/** Returns the rule with this ID, and expects the list of its kind to contain it exactly once. */
export async function onlyRule(user: User, kind: RuleKind, ruleId: string): Promise<PushRule> {
  const [rule, ...others] = (await user.rulesOf(kind)).filter(({ rule_id }) => rule_id === ruleId)
  expect(rule !== undefined, `Expected "${ruleId}" among the ${kind} rules, found it missing`)
  expect(others.length === 0, `Expected "${ruleId}" once among the ${kind} rules, found it ${others.length + 1} times`)
  return rule
}

/** Reports whether the list has a rule of this kind with this ID. */
export async function isListed(user: User, kind: RuleKind, ruleId: string): Promise<boolean> {
  return (await user.rulesOf(kind)).some(({ rule_id }) => rule_id === ruleId)
}

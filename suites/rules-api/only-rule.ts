import type { PushRule, RuleKind } from '../../spec/index.ts'
import { expect } from '../harness/case/expect.ts'
import type { User } from '../harness/users/user.ts'

/** The rule with this ID, which has to be in the list of its kind exactly once. */
export async function onlyRule(user: User, kind: RuleKind, ruleId: string): Promise<PushRule> {
  const [rule, ...others] = (await user.rulesOf(kind)).filter(({ rule_id }) => rule_id === ruleId)
  expect(rule !== undefined, `Expected "${ruleId}" among the ${kind} rules, found it missing`)
  expect(others.length === 0, `Expected "${ruleId}" once among the ${kind} rules, found it ${others.length + 1} times`)
  return rule
}

/** Whether the list has a rule of this kind with this ID. */
export async function isListed(user: User, kind: RuleKind, ruleId: string): Promise<boolean> {
  return (await user.rulesOf(kind)).some(({ rule_id }) => rule_id === ruleId)
}

import { quote } from '../../../common/text.ts'
import type { PushRule, RuleKind } from '../../../spec/index.ts'
import { expect } from '../../harness/case/expect.ts'
import type { User } from '../../harness/users/user.ts'

/** Returns the rule with this ID, and expects the list of its kind to contain it exactly once. */
export async function onlyRule(user: User, kind: RuleKind, ruleId: string): Promise<PushRule> {
  const rules = await user.rulesOf(kind)
  const [rule, ...others] = rules.filter(({ rule_id }) => rule_id === ruleId)
  expect(rule !== undefined, `Expected ${quote(ruleId)} among the ${kind} rules, found ${idsOf(rules)}`, {
    buildsOn: [ruleId.startsWith('.') ? 'rules-api.list-complete' : 'rules-api.put-creates'],
  })
  expect(
    others.length === 0,
    `Expected ${quote(ruleId)} once among the ${kind} rules, found it ${others.length + 1} times`,
    { buildsOn: ['rules-api.put-updates'] },
  )
  return rule
}

/** Reports whether the list has a rule of this kind with this ID. */
export async function isListed(user: User, kind: RuleKind, ruleId: string): Promise<boolean> {
  return (await user.rulesOf(kind)).some(({ rule_id }) => rule_id === ruleId)
}

/**
 * Expects the list not to have a rule of this kind with this ID.
 *
 * @param because end of "Expected no rule …, because", for the message
 */
export async function expectNotListed(user: User, kind: RuleKind, ruleId: string, because: string): Promise<void> {
  const rule = (await user.rulesOf(kind)).find(({ rule_id }) => rule_id === ruleId)
  expect(
    rule === undefined,
    `Expected no ${kind} rule ${quote(ruleId)} in the list, because ${because}, found ${quote(rule)}`,
  )
}

function idsOf(rules: readonly PushRule[]): string {
  return rules.length === 0 ? 'no rule' : quote(rules.map(({ rule_id }) => rule_id))
}

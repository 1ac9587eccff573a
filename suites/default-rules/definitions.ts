import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { defaultRuleset, type PushCondition, type PushRule, RULE_KINDS } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { effectOf } from './helpers/action-effect.ts'
import { type DefaultRule, defaultRulesOfAllVersions, nameOf } from './helpers/default-rule-names.ts'

const definition = ({ kind, ruleId }: DefaultRule) =>
  defineCase({
    id: `default-rules/definition-of-${nameOf(ruleId)}`,
    title: `${ruleId} is among the ${kind} rules of a new user, as the specification defines it`,
    verifies: [`default-rules.rule.${nameOf(ruleId)}`],
    caughtBy: [`default-rules.no-${nameOf(ruleId).replace('.', '-')}`],
    fairness:
      'The position of the rule does not matter. Conditions may be in any order and have more fields, and actions are compared by their effect: {"set_tweak":"highlight","value":false} is not a highlight, and obsolete actions do nothing.',
    async run({ user, specVersion }) {
      const alice = await user('alice')
      const expected = (defaultRuleset(specVersion, alice.userId)[kind] ?? []).find(({ rule_id }) => rule_id === ruleId)
      const rules = await alice.rulesOf(kind)
      const [found, ids] = [rules.find(({ rule_id }) => rule_id === ruleId), rules.map(({ rule_id }) => rule_id)]
      expect(expected !== undefined, `Spec version ${specVersion} has no rule ${ruleId}`)
      expect(found !== undefined, `Expected ${ruleId} among the ${kind} rules, found ${quote(ids)}`)
      expectEqual(`default of ${ruleId}`, found.default, true)
      expectEqual(`enabled of ${ruleId}`, found.enabled, expected.enabled)
      expectEqual(`the pattern of ${ruleId}`, found.pattern, expected.pattern)
      expectSameConditions(found, expected)
      expectEqual(
        `the effect of the actions of ${ruleId}`,
        effectOf(found.actions, specVersion),
        effectOf(expected.actions, specVersion),
      )
    },
  })

function expectSameConditions(found: PushRule, expected: PushRule): void {
  const [theirs, ours] = [found.conditions ?? [], expected.conditions ?? []]
  const missing = ours.filter((one) => !theirs.some((other) => says(other, one)))
  const extra = theirs.filter((other) => !ours.some((one) => says(other, one)))
  expect(
    missing.length === 0 && extra.length === 0,
    `Expected ${expected.rule_id} to have the conditions ${quote(ours)}, found ${quote(theirs)}`,
  )
}

/** Reports whether a condition has all fields of another one; it may have more. */
function says(condition: PushCondition, expected: PushCondition): boolean {
  return isDeepStrictEqual({ ...condition, ...expected }, condition)
}

/** Default rules in a new user's list. */
export const definitions = [
  ...defaultRulesOfAllVersions().map(definition),

  defineCase({
    id: 'default-rules/ids-start-with-a-dot',
    title: 'Every rule marked as a default has a rule_id that starts with a dot, and no other rule has',
    verifies: ['default-rules.dotted-ids', 'default-rules.marked-as-default'],
    caughtBy: ['default-rules.rule-id-without-dot', 'default-rules.default-flag-missing'],
    fairness:
      "It does not matter which default rules exist or whether some are specific to the server; the user's only rule has an ID without a dot.",
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'mine', { pattern: 'mine', actions: ['notify'] })
      const ruleset = await alice.pushRules()
      const rules = RULE_KINDS.flatMap((kind) => ruleset[kind] ?? [])
      for (const [what, isMine] of [
        ['a rule of the user', true],
        ['default rules', false],
      ] as const) {
        const some = rules.some(({ rule_id }) => (rule_id === 'mine') === isMine)
        expect(some, `Expected ${what} in the list, found ${quote(rules.map(({ rule_id }) => rule_id))}`)
      }
      for (const rule of rules) {
        expectEqual(`whether ${rule.rule_id} is marked as a default`, rule.default, rule.rule_id.startsWith('.'))
      }
    },
  }),
]

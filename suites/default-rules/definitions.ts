import { isDeepStrictEqual } from 'node:util'
import {
  defaultRuleset,
  PROFILES,
  type PushCondition,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
} from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { expect, expectEqual } from '../harness/expect.ts'
import { quote } from '../harness/quote.ts'
import { effectOf } from './effect.ts'

interface DefaultRule {
  kind: RuleKind
  ruleId: string
}

/** Every default rule that some version has, in the order in which they first appear. */
function everyDefaultRule(): DefaultRule[] {
  const rules = new Map<string, DefaultRule>()
  for (const profile of PROFILES) {
    const ruleset = defaultRuleset(profile, '@user:example.org')
    for (const kind of RULE_KINDS) {
      for (const { rule_id } of ruleset[kind] ?? []) rules.set(rule_id, { kind, ruleId: rule_id })
    }
  }
  return [...rules.values()]
}

/** `suppress-notices` for `.m.rule.suppress_notices`. */
export function nameOf(ruleId: string): string {
  return ruleId.replace('.m.rule.', '').replaceAll('_', '-')
}

const definition = ({ kind, ruleId }: DefaultRule) =>
  defineCase({
    id: `default-rules/definition-of-${nameOf(ruleId)}`,
    title: `${ruleId} is among the ${kind} rules of a new user, as the specification defines it`,
    verifies: [`defaults.rule.${nameOf(ruleId)}`],
    fairness:
      'Conditions are compared in any order, and actions by what they do: {"set_tweak":"highlight","value":false} is no highlight, and actions that the version calls historical do nothing.',
    async run({ user, profile }) {
      const alice = await user('alice')
      const wanted = (defaultRuleset(profile, alice.userId)[kind] ?? []).find(({ rule_id }) => rule_id === ruleId)
      const found = (await alice.rulesOf(kind)).find(({ rule_id }) => rule_id === ruleId)
      expect(wanted !== undefined, `The profile ${profile} has no rule ${ruleId}`)
      expect(found !== undefined, `Expected ${ruleId} among the ${kind} rules, found it missing`)
      expectEqual('default', found.default, true)
      expectEqual('enabled', found.enabled, wanted.enabled)
      expectEqual('the pattern', found.pattern, wanted.pattern)
      expectSameConditions(found, wanted)
      expectEqual('what the actions do', effectOf(found.actions, profile), effectOf(wanted.actions, profile))
    },
  })

function expectSameConditions(found: PushRule, wanted: PushRule): void {
  const [theirs, ours] = [found.conditions ?? [], wanted.conditions ?? []]
  const has = (list: PushCondition[], condition: PushCondition) =>
    list.some((other) => isDeepStrictEqual(other, condition))
  const missing = ours.filter((condition) => !has(theirs, condition))
  const extra = theirs.filter((condition) => !has(ours, condition))
  expect(missing.length === 0 && extra.length === 0, `Expected the conditions ${quote(ours)}, found ${quote(theirs)}`)
}

/** What a new user's list of rules holds. */
export const definitions = [
  ...everyDefaultRule().map(definition),

  defineCase({
    id: 'default-rules/order',
    title: 'The default rules stand in the order in which the specification lists them',
    verifies: ['defaults.order'],
    caughtBy: ['defaults.one-to-one-listed-first', 'defaults.edits-before-mentions'],
    fairness:
      'The text lists the rules in an order without saying that it binds; where it shows outside, the cases about effects judge it. Default rules that the version does not have are passed over.',
    async run({ user, profile }) {
      const alice = await user('alice')
      const wanted = defaultRuleset(profile, alice.userId)
      const found = await alice.pushRules()
      for (const kind of RULE_KINDS) {
        const order = (wanted[kind] ?? []).map(({ rule_id }) => rule_id)
        const listed = (found[kind] ?? []).map(({ rule_id }) => rule_id).filter((ruleId) => order.includes(ruleId))
        const present = order.filter((ruleId) => listed.includes(ruleId))
        expectEqual(`the order of the default ${kind} rules`, listed, present)
      }
    },
  }),

  defineCase({
    id: 'default-rules/ids-start-with-a-dot',
    title: 'Every rule that is marked as a default has a rule_id that starts with a dot, and no other has',
    verifies: ['defaults.dotted-ids', 'defaults.marked'],
    caughtBy: ['defaults.rule-id-without-dot', 'rules.default-flag-missing'],
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'mine', { pattern: 'mine', actions: ['notify'] })
      const ruleset = await alice.pushRules()
      const rules = RULE_KINDS.flatMap((kind) => ruleset[kind] ?? [])
      expect(rules.length > 1, 'Expected default rules and one of the user, found none')
      for (const rule of rules) {
        expectEqual(`whether ${rule.rule_id} is marked as a default`, rule.default, rule.rule_id.startsWith('.'))
      }
    },
  }),

  defineCase({
    id: 'default-rules/read-one-by-one',
    title: 'Each default rule reads the same alone as in the list',
    verifies: ['rules.read-alone'],
    async run({ user }) {
      const alice = await user('alice')
      const ruleset = await alice.pushRules()
      const listed = RULE_KINDS.flatMap((kind) => (ruleset[kind] ?? []).map((rule) => ({ kind, rule })))
      expect(listed.length > 0, 'Expected default rules, found none')
      for (const { kind, rule } of listed) {
        const alone = await alice.rule(kind, rule.rule_id)
        for (const field of ['rule_id', 'default', 'enabled', 'actions', 'conditions', 'pattern'] as const) {
          expectEqual(`the ${field} of ${rule.rule_id}`, alone[field], rule[field])
        }
      }
    },
  }),

  defineCase({
    id: 'default-rules/own-for-each-user',
    title: 'What one user changes about a default rule does not change it for another',
    verifies: ['defaults.rule.message'],
    caughtBy: ['defaults.no-message'],
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.enableRule('underride', '.m.rule.message', false)
      expectEqual("whether Alice's rule is enabled", (await alice.rule('underride', '.m.rule.message')).enabled, false)
      expectEqual("whether Bob's rule is enabled", (await bob.rule('underride', '.m.rule.message')).enabled, true)
    },
  }),
]

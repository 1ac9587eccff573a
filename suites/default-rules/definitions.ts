import { isDeepStrictEqual } from 'node:util'
import {
  defaultRuleset,
  type PushCondition,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  SPEC_VERSIONS,
} from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { quote } from '../harness/evidence/quote.ts'
import { expectSameItems } from '../rules-api/helpers/expect-same-items.ts'
import { effectOf } from './helpers/action-effect.ts'

interface DefaultRule {
  kind: RuleKind
  ruleId: string
}

/** Returns every default rule of any version, in the order of first appearance. */
function everyDefaultRule(): DefaultRule[] {
  const rules = new Map<string, DefaultRule>()
  for (const specVersion of SPEC_VERSIONS) {
    const ruleset = defaultRuleset(specVersion, '@user:example.org')
    for (const kind of RULE_KINDS) {
      for (const { rule_id } of ruleset[kind] ?? []) rules.set(rule_id, { kind, ruleId: rule_id })
    }
  }
  return [...rules.values()]
}

/** Returns `suppress-notices` for `.m.rule.suppress_notices`. */
export function nameOf(ruleId: string): string {
  return ruleId.replace('.m.rule.', '').replaceAll('_', '-')
}

const definition = ({ kind, ruleId }: DefaultRule) =>
  defineCase({
    id: `default-rules/definition-of-${nameOf(ruleId)}`,
    title: `${ruleId} is among the ${kind} rules of a new user, as the specification defines it`,
    verifies: [`defaults.rule.${nameOf(ruleId)}`],
    caughtBy: [`defaults.no-${nameOf(ruleId).replace('.', '-')}`],
    fairness:
      'The position of the rule does not matter. Conditions may be in any order and have more fields, and actions are compared by their effect: {"set_tweak":"highlight","value":false} is not a highlight, and obsolete actions do nothing.',
    async run({ user, specVersion }) {
      const alice = await user('alice')
      const expected = (defaultRuleset(specVersion, alice.userId)[kind] ?? []).find(({ rule_id }) => rule_id === ruleId)
      const found = (await alice.rulesOf(kind)).find(({ rule_id }) => rule_id === ruleId)
      expect(expected !== undefined, `Spec version ${specVersion} has no rule ${ruleId}`)
      expect(found !== undefined, `Expected ${ruleId} among the ${kind} rules, found it missing`)
      expectEqual('default', found.default, true)
      expectEqual('enabled', found.enabled, expected.enabled)
      expectEqual('the pattern', found.pattern, expected.pattern)
      expectSameConditions(found, expected)
      expectEqual(
        'the effect of the actions',
        effectOf(found.actions, specVersion),
        effectOf(expected.actions, specVersion),
      )
    },
  })

function expectSameConditions(found: PushRule, expected: PushRule): void {
  const [theirs, ours] = [found.conditions ?? [], expected.conditions ?? []]
  const missing = ours.filter((one) => !theirs.some((other) => says(other, one)))
  const extra = theirs.filter((other) => !ours.some((one) => says(other, one)))
  expect(missing.length === 0 && extra.length === 0, `Expected the conditions ${quote(ours)}, found ${quote(theirs)}`)
}

/** Reports whether a condition has all fields of another one; it may have more. */
function says(condition: PushCondition, expected: PushCondition): boolean {
  return isDeepStrictEqual({ ...condition, ...expected }, condition)
}

/** Default rules in a new user's list. */
export const definitions = [
  ...everyDefaultRule().map(definition),

  defineCase({
    id: 'default-rules/order',
    title: 'Whether the default rules are listed in the order of the specification',
    verifies: ['rules.listed-by-priority'],
    async run({ user, specVersion }) {
      const alice = await user('alice')
      const expected = defaultRuleset(specVersion, alice.userId)
      const found = await alice.pushRules()
      const others = RULE_KINDS.flatMap((kind) => {
        const order = (expected[kind] ?? []).map(({ rule_id }) => rule_id)
        const listed = (found[kind] ?? []).map(({ rule_id }) => rule_id).filter((ruleId) => order.includes(ruleId))
        const present = order.filter((ruleId) => listed.includes(ruleId))
        return isDeepStrictEqual(listed, present) ? [] : [`${kind} rules are listed as ${listed.join(', ')}`]
      })
      return others.length === 0 ? 'They are' : `The default ${others.join('; the ')}`
    },
  }),

  defineCase({
    id: 'default-rules/ids-start-with-a-dot',
    title: 'Every rule marked as a default has a rule_id that starts with a dot, and no other rule has',
    verifies: ['defaults.dotted-ids', 'defaults.marked'],
    caughtBy: ['defaults.rule-id-without-dot', 'rules.default-flag-missing'],
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
        expect(some, `Expected ${what} in the list, found none`)
      }
      for (const rule of rules) {
        expectEqual(`whether ${rule.rule_id} is marked as a default`, rule.default, rule.rule_id.startsWith('.'))
      }
    },
  }),

  defineCase({
    id: 'default-rules/read-one-by-one',
    title: 'Each default rule is the same when read alone as in the list',
    verifies: ['rules.read-alone'],
    caughtBy: ['rules.read-alone-without-actions', 'rules.read-alone-disabled'],
    fairness:
      "Only fields that the specification defines are compared, with the target's own list. Actions and conditions may be in any order, and missing conditions equal an empty list.",
    async run({ user }) {
      const alice = await user('alice')
      const ruleset = await alice.pushRules()
      const listed = RULE_KINDS.flatMap((kind) => (ruleset[kind] ?? []).map((rule) => ({ kind, rule })))
      expect(listed.length > 0, 'Expected default rules, found none')
      for (const { kind, rule } of listed) {
        const alone = await alice.rule(kind, rule.rule_id)
        for (const field of ['rule_id', 'default', 'enabled', 'pattern'] as const) {
          expectEqual(`the ${field} of ${rule.rule_id}`, alone[field], rule[field])
        }
        expectSameItems(`the actions of ${rule.rule_id}`, alone.actions, rule.actions)
        expectSameItems(`the conditions of ${rule.rule_id}`, alone.conditions ?? [], rule.conditions ?? [])
      }
    },
  }),

  defineCase({
    id: 'default-rules/own-for-each-user',
    title: "A user's change to a default rule does not affect other users",
    verifies: ['rules.own-only'],
    caughtBy: ['rules.default-changes-of-everyone'],
    fairness:
      'Push rules are stored per user, including the default ones. Both users read their own rules after the change has been confirmed.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.enableRule('underride', '.m.rule.message', false)
      expectEqual("whether Alice's rule is enabled", (await alice.rule('underride', '.m.rule.message')).enabled, false)
      expectEqual("whether Bob's rule is enabled", (await bob.rule('underride', '.m.rule.message')).enabled, true)
    },
  }),
]

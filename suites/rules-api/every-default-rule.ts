import {
  defaultRuleset,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  type Ruleset,
  type SpecVersion,
} from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectRulesInSync } from '../rules-sync/helpers/push-rules-event.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'

const FAIR =
  'The case covers the default rules of the version that the target has; another case tests for missing ones, and further ones are ignored. In /sync only the final state of the rules matters, in any number of responses.'

const FAIR_ENABLED =
  'The endpoint for actions changes the actions, and another endpoint enables a rule. The case first checks that the actions were changed.'

interface ListedRule {
  kind: RuleKind
  rule: PushRule
}

/** Server-default rules, each read and changed one after another. */
export const everyDefaultRule = [
  defineCase({
    id: 'rules-api/enabled-of-every-default',
    title: 'Every server-default rule can be disabled and enabled, and the list and /sync show this',
    verifies: ['rules-api.enabled-default', 'rules-api.enabled-set', 'rules-sync.changes', 'rules-sync.content'],
    caughtBy: ['rules-api.default-enabled-not-stored'],
    fairness: FAIR,
    async run({ sharedUser, specVersion }) {
      const alice = await sharedUser('alice')
      const defaults = await defaultsOf(alice, specVersion)
      let position = (await alice.sync()).next_batch
      for (const turned of [true, false]) {
        for (const { kind, rule } of defaults) {
          const enabled = rule.enabled !== turned
          await alice.enableRule(kind, rule.rule_id, enabled)
          expectEqual(`enabled of ${rule.rule_id}`, await alice.isEnabled(kind, rule.rule_id), enabled)
        }
        const list = await alice.pushRules()
        for (const { kind, rule } of defaults) {
          const what = `enabled of ${rule.rule_id} in the list after all changes`
          expectEqual(what, inList(list, kind, rule.rule_id)?.enabled, rule.enabled !== turned)
        }
        position = await expectRulesInSync(alice, position)
      }
    },
  }),

  defineCase({
    id: 'rules-api/actions-of-every-default',
    title: 'The actions of every server-default rule can be changed, and the list and /sync show this',
    verifies: ['rules-api.actions-default', 'rules-api.actions-set', 'rules-sync.changes', 'rules-sync.content'],
    caughtBy: ['rules-api.default-actions-not-stored'],
    fairness: FAIR,
    async run({ sharedUser, specVersion }) {
      const alice = await sharedUser('alice')
      const defaults = await defaultsOf(alice, specVersion)
      const { next_batch } = await alice.sync()
      for (const { kind, rule } of defaults) {
        await alice.setActions(kind, rule.rule_id, sounding(rule.rule_id))
        const actions = await alice.actionsOf(kind, rule.rule_id)
        expectSameItems(`the actions of ${rule.rule_id}`, actions, sounding(rule.rule_id))
      }
      const list = await alice.pushRules()
      for (const { kind, rule } of defaults) {
        const { rule_id, conditions = [], pattern } = rule
        const found = inList(list, kind, rule_id)
        const what = (field: string) => `the ${field} of ${rule_id} in the list after all changes`
        expectSameItems(what('actions'), found?.actions, sounding(rule_id))
        expectSameItems(what('conditions'), found?.conditions ?? [], conditions)
        expectEqual(what('pattern'), found?.pattern, pattern)
        expectEqual(what('default'), found?.default, true)
      }
      await expectRulesInSync(alice, next_batch)
    },
  }),

  defineCase({
    id: 'rules-api/actions-leave-disabled',
    title: "Setting the actions of a user's disabled rule leaves it disabled",
    verifies: ['rules-api.actions-set', 'rules-api.enabled-set'],
    caughtBy: ['rules-api.enabled-read-inverted', 'rules-api.actions-read-empty'],
    fairness: FAIR_ENABLED,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.enableRule('content', 'tea', false)
      await alice.setActions('content', 'tea', sounding('new'))
      expectSameItems('the actions at their endpoint', await alice.actionsOf('content', 'tea'), sounding('new'))
      expectEqual('enabled of the rule after its actions were set', await alice.isEnabled('content', 'tea'), false)
    },
  }),

  defineCase({
    id: 'rules-api/actions-leave-master-disabled',
    title: 'Setting the actions of .m.rule.master, which is disabled at first, leaves it disabled',
    verifies: ['rules-api.actions-default', 'default-rules.rule.master'],
    caughtBy: ['default-rules.master-enabled', 'rules-api.default-actions-not-stored'],
    fairness: FAIR_ENABLED,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.setActions('override', '.m.rule.master', sounding('mine'))
      const actions = await alice.actionsOf('override', '.m.rule.master')
      expectSameItems('the actions of .m.rule.master at their endpoint', actions, sounding('mine'))
      const isEnabled = await alice.isEnabled('override', '.m.rule.master')
      expectEqual('enabled of .m.rule.master after its actions were set', isEnabled, false)
      const listed = (await alice.rulesOf('override')).find(({ rule_id }) => rule_id === '.m.rule.master')
      expectEqual('enabled of .m.rule.master in the list after its actions were set', listed?.enabled, false)
    },
  }),

  defineCase({
    id: 'rules-api/read-each-default-by-id',
    title: 'Each default rule is the same when read alone as in the list',
    verifies: ['rules-api.read-by-id'],
    caughtBy: ['rules-api.read-by-id-without-actions', 'rules-api.read-by-id-disabled'],
    fairness:
      "Only fields that the specification defines are compared, with the target's own list. Actions and conditions may be in any order, and missing conditions equal an empty list.",
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
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
]

/** Returns the default rules of the version that the target has. */
async function defaultsOf(user: User, specVersion: SpecVersion): Promise<ListedRule[]> {
  const ofVersion = defaultRuleset(specVersion, user.userId)
  const list = await user.pushRules()
  const found = RULE_KINDS.flatMap((kind) =>
    (list[kind] ?? [])
      .filter(({ rule_id }) => inList(ofVersion, kind, rule_id) !== undefined)
      .map((rule) => ({ kind, rule })),
  )
  expect(found.length > 0, `Expected default rules of ${specVersion}, found none`)
  return found
}

function inList(list: Ruleset, kind: RuleKind, ruleId: string): PushRule | undefined {
  return list[kind]?.find(({ rule_id }) => rule_id === ruleId)
}

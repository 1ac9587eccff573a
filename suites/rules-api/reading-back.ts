import { RULE_KINDS } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'
import { sampleFor } from './helpers/sample-rule.ts'

/** New rules, read in every way. */
export const readingBack = [
  ...RULE_KINDS.map((kind) =>
    defineCase({
      id: `rules-api/read-by-id-${kind}`,
      title: `A new ${kind} rule is the same when read alone, and at its endpoints for enabled and actions`,
      verifies: ['rules-api.read-by-id', 'rule-order.enabled-initially'],
      caughtBy: ['rule-order.new-rule-disabled', ...(kind === 'content' ? ['rules-api.pattern-not-listed'] : [])],
      fairness:
        'In the specification a rule that is read alone has its actions and conditions, and new rules must be enabled. Further fields are ignored, and actions and conditions may be in any order.',
      async run(context) {
        const { alice, ruleId, body } = await sampleFor(kind, context)
        await alice.putRule(kind, ruleId, body)
        const { actions, conditions, ...others } = body
        const expected = { rule_id: ruleId, default: false, enabled: true, ...others }
        const alone = await alice.rule(kind, ruleId)
        for (const [field, value] of Object.entries(expected)) {
          expectEqual(`the ${field} of the rule`, alone[field as keyof typeof alone], value)
        }
        expectSameItems('the actions of the rule', alone.actions, actions)
        if (conditions !== undefined) expectSameItems('the conditions of the rule', alone.conditions, conditions)
        expectEqual('enabled at its endpoint', await alice.isEnabled(kind, ruleId), true)
        expectSameItems('the actions at their endpoint', await alice.actionsOf(kind, ruleId), actions)
      },
    }),
  ),

  defineCase({
    id: 'rules-api/listed-twice',
    title: 'A list that is read a second time has the same rules as the first time',
    verifies: ['rules-api.list-complete', 'rules-api.put-creates'],
    caughtBy: ['rule-order.new-rule-disabled'],
    fairness:
      'Nobody changes a rule between the two requests, and a list of actions may be empty. Each list may have its rules in another order.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      await alice.putRule('sender', bob.userId, { actions: [] })
      const first = await onlyRule(alice, 'sender', bob.userId)
      expectEqual('the actions in the first list', first.actions, [])
      expectEqual('enabled in the first list', first.enabled, true)
      const [one, two] = [await alice.pushRules(), await alice.pushRules()]
      for (const kind of RULE_KINDS) {
        expectSameItems(`the ${kind} rules in the second list`, two[kind] ?? [], one[kind] ?? [])
      }
      expectEqual('the rule in the last list', await onlyRule(alice, 'sender', bob.userId), first)
    },
  }),

  defineCase({
    id: 'rules-api/recreated-is-enabled',
    title: 'A rule that is created again after it was disabled and deleted is enabled',
    verifies: ['rule-order.enabled-initially', 'rules-api.delete'],
    caughtBy: ['rule-order.new-rule-disabled', 'rules-api.delete-ignored'],
    fairness:
      'After the deletion the rule does not exist, so putting it creates a new one, and a new rule must be enabled whatever the old one was.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.enableRule('content', 'tea', false)
      expectEqual('enabled of the first rule', await alice.isEnabled('content', 'tea'), false)
      await alice.deleteRule('content', 'tea')
      await alice.putRule('content', 'tea', { pattern: 'coffee', actions: [] })
      const rule = await onlyRule(alice, 'content', 'tea')
      expectEqual('enabled of the second rule', rule.enabled, true)
      expectEqual('the pattern of the second rule', rule.pattern, 'coffee')
    },
  }),
]

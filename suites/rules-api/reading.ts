import { RULE_KINDS } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'
import { sampleRule } from './helpers/sample-rule.ts'

/** Lists of rules. */
export const reading = [
  defineCase({
    id: 'rules-api/list-has-all',
    title: 'The list has rules of every kind, including server-default and disabled ones',
    verifies: ['rules-api.list-complete', 'default-rules.marked-as-default'],
    caughtBy: ['rules-api.disabled-not-listed', 'default-rules.default-flag-missing'],
    fairness:
      'Rules are looked up by kind and rule_id, at any position and among any others. Only two default rules are checked, which every version has.',
    async run({ sharedScene }) {
      const { alice, room } = await sharedScene()
      const rules = RULE_KINDS.map((kind) => sampleRule(kind, alice, room))
      for (const { kind, ruleId, body } of rules) await alice.putRule(kind, ruleId, body)
      await alice.enableRule('content', 'tea', false)
      for (const { kind, ruleId } of rules) {
        const rule = await onlyRule(alice, kind, ruleId)
        expectEqual(`whether the ${kind} rule is a default one`, rule.default, false)
        expectEqual(`whether the ${kind} rule is enabled`, rule.enabled, kind !== 'content')
      }
      for (const [kind, ruleId] of [
        ['override', '.m.rule.master'],
        ['underride', '.m.rule.message'],
      ] as const) {
        expectEqual(`whether ${ruleId} is a default rule`, (await onlyRule(alice, kind, ruleId)).default, true)
      }
    },
  }),

  defineCase({
    id: 'rules-api/global-list',
    title: 'The global list equals the rules under global in the whole list',
    verifies: ['rules-api.list-global'],
    caughtBy: ['rules-api.global-list-wrapped'],
    fairness: 'A kind without rules may be an empty list or missing, and each list may have its own order.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.enableRule('underride', '.m.rule.message', false)
      const whole = await alice.pushRules()
      const global = await alice.globalPushRules()
      for (const kind of RULE_KINDS) expectSameItems(`the ${kind} rules`, global[kind] ?? [], whole[kind] ?? [])
    },
  }),

  ...(
    [
      [
        'list-without-trailing-slash',
        'for the list without the final slash',
        'rules-api.list-without-trailing-slash',
        '/pushrules',
      ],
      ['list-one-kind', 'for the rules of one kind', 'rules-api.list-one-kind', '/pushrules/global/underride/'],
      ['unknown-scope', 'for the rules of an unknown scope', 'rules-api.unknown-scope', '/pushrules/unheard_of/'],
    ] as const
  ).map(([name, what, requirement, path]) =>
    defineCase({
      id: `rules-api/${name}`,
      title: `How the target responds to a request ${what}`,
      verifies: [requirement],
      async run({ sharedUser }) {
        const { status } = await (await sharedUser('alice')).client.probe('GET', path)
        return `The target responds with ${status}`
      },
    }),
  ),
]

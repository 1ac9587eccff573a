import type { RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { expectEqual, expectRefused } from '../harness/expect.ts'
import type { User } from '../harness/user.ts'
import { priorityOf, putNamed } from './priority.ts'

const OLD = ['one', 'two', 'three']

/** Where a rule is put among the others of its kind. */
export const placement = [
  defineCase({
    id: 'rule-ordering/before-decides-the-tie',
    title: 'A rule that was put before another decides when both match',
    verifies: ['rules.before', 'rules.order-within-kind'],
    caughtBy: ['rules.before-inserts-after', 'rules.last-match-wins'],
    async run({ scene }) {
      const stage = await scene()
      await putNamed(stage, 'tea')
      await putNamed(stage, 'time', { before: 'tea' })
      expectEqual('the order of priority', await priorityOf(stage, ['tea', 'time']), ['time', 'tea'])
    },
  }),

  defineCase({
    id: 'rule-ordering/after-decides-the-tie',
    title: 'A rule that was put after another does not decide when both match',
    verifies: ['rules.after', 'rules.order-within-kind'],
    caughtBy: ['rules.after-inserts-before', 'rules.neighbour-ignored'],
    async run({ scene }) {
      const stage = await scene()
      await putNamed(stage, 'tea')
      await putNamed(stage, 'time', { after: 'tea' })
      expectEqual('the order of priority', await priorityOf(stage, ['tea', 'time']), ['tea', 'time'])
    },
  }),

  defineCase({
    id: 'rule-ordering/new-rule-on-top',
    title: 'A new rule stands above the older ones of its kind',
    verifies: ['rules.new-on-top'],
    caughtBy: ['rules.new-rule-last'],
    async run({ scene }) {
      const stage = await scene()
      for (const name of OLD) await putNamed(stage, name)
      expectEqual('the order of priority', await priorityOf(stage, OLD), ['three', 'two', 'one'])
    },
  }),

  defineCase({
    id: 'rule-ordering/before-is-directly-above',
    title: 'A rule that is put before another stands directly above it',
    verifies: ['rules.before'],
    caughtBy: ['rules.before-inserts-after', 'rules.neighbour-ignored'],
    fairness: 'The case asks for the neighbour of the new rule, not where the older ones stand.',
    async run({ scene }) {
      const stage = await scene()
      for (const name of OLD) await putNamed(stage, name)
      await putNamed(stage, 'new', { before: 'two' })
      const order = await priorityOf(stage, [...OLD, 'new'])
      expectEqual('the rule directly below the new one', order[order.indexOf('new') + 1], 'two')
    },
  }),

  defineCase({
    id: 'rule-ordering/after-is-directly-below',
    title: 'A rule that is put after another stands directly below it',
    verifies: ['rules.after'],
    caughtBy: ['rules.after-inserts-before', 'rules.neighbour-ignored'],
    fairness: 'The case asks for the neighbour of the new rule, not where the older ones stand.',
    async run({ scene }) {
      const stage = await scene()
      for (const name of OLD) await putNamed(stage, name)
      await putNamed(stage, 'new', { after: 'two' })
      const order = await priorityOf(stage, [...OLD, 'new'])
      expectEqual('the rule directly above the new one', order[order.indexOf('new') - 1], 'two')
    },
  }),

  defineCase({
    id: 'rule-ordering/after-each-of-two',
    title: 'A rule can be put after the first and after the last one of its kind',
    verifies: ['rules.after'],
    caughtBy: ['rules.after-inserts-before', 'rules.neighbour-ignored'],
    async run({ scene }) {
      const stage = await scene()
      await putNamed(stage, 'two')
      await putNamed(stage, 'one', { before: 'two' })
      await putNamed(stage, 'last', { after: 'two' })
      await putNamed(stage, 'middle', { after: 'one' })
      const order = await priorityOf(stage, ['one', 'two', 'last', 'middle'])
      expectEqual('the order of priority', order, ['one', 'middle', 'two', 'last'])
    },
  }),

  defineCase({
    id: 'rule-ordering/before-wins-over-after',
    title: 'When both before and after are given, before decides',
    verifies: ['rules.before-over-after'],
    caughtBy: ['rules.after-wins'],
    async run({ scene }) {
      const stage = await scene()
      await putNamed(stage, 'low')
      await putNamed(stage, 'high', { before: 'low' })
      await putNamed(stage, 'new', { before: 'high', after: 'low' })
      expectEqual('the order of priority', await priorityOf(stage, ['low', 'high', 'new']), ['new', 'high', 'low'])
    },
  }),

  ...(['before', 'after'] as const).map((side) =>
    defineCase({
      id: `rule-ordering/${side}-unknown-rule`,
      title: `A rule cannot be put ${side} one that does not exist`,
      verifies: ['rules.relative-to-unknown'],
      async run({ user }) {
        const alice = await user('alice')
        const answer = await alice.tryPutRule(
          'content',
          'new',
          { pattern: 'new', actions: ['notify'] },
          { [side]: 'no-such-rule' },
        )
        expectEqual('the status of the answer', answer.status, 400)
        expectEqual("the user's own rules", await ownIds(alice, 'content'), [])
      },
    }),
  ),

  ...(['before', 'after'] as const).map((side) =>
    defineCase({
      id: `rule-ordering/${side}-default-rule`,
      title: `A rule cannot be put ${side} a server-default rule`,
      verifies: ['rules.relative-to-default'],
      async run({ user }) {
        const alice = await user('alice')
        const body = { conditions: [], actions: [] }
        const answer = await alice.tryPutRule('override', 'new', body, { [side]: '.m.rule.suppress_notices' })
        expectRefused(`a rule ${side} .m.rule.suppress_notices`, answer.status)
        expectEqual("the user's own rules", await ownIds(alice, 'override'), [])
      },
    }),
  ),

  defineCase({
    id: 'rule-ordering/moving-a-rule',
    title: 'Whether before moves a rule that exists already',
    verifies: ['rules.move'],
    async run({ scene }) {
      const stage = await scene()
      await putNamed(stage, 'low')
      await putNamed(stage, 'high', { before: 'low' })
      const body = { pattern: 'low', actions: ['notify', { set_tweak: 'sound', value: 'low' }] }
      const { status } = await stage.alice.tryPutRule('content', 'low', body, { before: 'high' })
      const [first] = await priorityOf(stage, ['low', 'high'])
      return `The target answers ${status} and ${first === 'low' ? 'moves' : 'does not move'} the rule`
    },
  }),
]

/** The IDs of the rules of a kind that the user made. */
async function ownIds(user: User, kind: RuleKind): Promise<string[]> {
  return (await user.rulesOf(kind)).filter((rule) => !rule.default).map(({ rule_id }) => rule_id)
}

import { quote } from '../../common/text.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual, expectRefused } from '../harness/case/expect.ts'
import { expectNotListed } from '../rules-api/helpers/listed-rule.ts'
import { priorityOf, putNamed } from './helpers/rules-by-priority.ts'

const OLD = ['one', 'two', 'three']

const FAIR_TIE =
  'The order shows in which of the enabled rules decides, with each push awaited before a rule is disabled. The list is not used, because the specification gives its order no meaning.'

const FAIR_NEIGHBOUR =
  'Only the neighbour of the new rule matters, not the position of the older ones. The order shows in which rule decides, not in the list.'

const FAIR_REFUSED =
  'Any 4xx status passes: the specification gives 400 for an unknown neighbour only as an example. A refused rule cannot be in the list.'

/** Position of a rule among the others of its kind. */
export const placement = [
  defineCase({
    id: 'rule-order/before-decides-the-tie',
    title: 'If a rule is put before another and both match, the new one decides',
    verifies: ['rule-order.before', 'rule-order.order-within-kind'],
    caughtBy: ['rule-order.before-inserts-after', 'rule-order.last-match-wins'],
    fairness: FAIR_TIE,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await putNamed(scene, 'tea')
      await putNamed(scene, 'time', { before: 'tea' })
      expectEqual('the order of priority', await priorityOf(scene, ['tea', 'time']), ['time', 'tea'])
    },
  }),

  defineCase({
    id: 'rule-order/after-decides-the-tie',
    title: 'If a rule is put after another and both match, the older one decides',
    verifies: ['rule-order.after', 'rule-order.order-within-kind'],
    caughtBy: ['rule-order.after-inserts-before', 'rule-order.neighbour-ignored'],
    fairness: FAIR_TIE,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await putNamed(scene, 'tea')
      await putNamed(scene, 'time', { after: 'tea' })
      expectEqual('the order of priority', await priorityOf(scene, ['tea', 'time']), ['tea', 'time'])
    },
  }),

  defineCase({
    id: 'rule-order/new-rule-on-top',
    title: 'A new rule is placed above the older ones of its kind',
    verifies: ['rule-order.new-on-top'],
    caughtBy: ['rule-order.new-rule-last'],
    fairness:
      'The specification says where a new rule without before and after should be, so another position is only a warning. The order shows in which rule decides, not in the list.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      for (const name of OLD) await putNamed(scene, name)
      expectEqual('the order of priority', await priorityOf(scene, OLD), ['three', 'two', 'one'])
    },
  }),

  defineCase({
    id: 'rule-order/before-is-directly-above',
    title: 'A rule that is put before another is placed directly above it',
    verifies: ['rule-order.before'],
    caughtBy: ['rule-order.before-inserts-after', 'rule-order.neighbour-ignored'],
    fairness: FAIR_NEIGHBOUR,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      for (const name of OLD) await putNamed(scene, name)
      await putNamed(scene, 'new', { before: 'two' })
      const order = await priorityOf(scene, [...OLD, 'new'])
      expectNext(order, 'new', 'two')
    },
  }),

  defineCase({
    id: 'rule-order/after-is-directly-below',
    title: 'A rule that is put after another is placed directly below it',
    verifies: ['rule-order.after'],
    caughtBy: ['rule-order.after-inserts-before', 'rule-order.neighbour-ignored'],
    fairness: FAIR_NEIGHBOUR,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      for (const name of OLD) await putNamed(scene, name)
      await putNamed(scene, 'new', { after: 'two' })
      const order = await priorityOf(scene, [...OLD, 'new'])
      expectNext(order, 'two', 'new')
    },
  }),

  defineCase({
    id: 'rule-order/after-each-of-two',
    title: 'A rule can be put after the first and after the last one of its kind',
    verifies: ['rule-order.after'],
    caughtBy: ['rule-order.after-inserts-before', 'rule-order.neighbour-ignored'],
    fairness:
      'Every rule except the first is put after another, so the specification allows only this order, wherever a server puts rules without a neighbour.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await putNamed(scene, 'one')
      await putNamed(scene, 'two', { after: 'one' })
      await putNamed(scene, 'last', { after: 'two' })
      await putNamed(scene, 'middle', { after: 'one' })
      const order = await priorityOf(scene, ['one', 'two', 'last', 'middle'])
      expectEqual('the order of priority', order, ['one', 'middle', 'two', 'last'])
    },
  }),

  defineCase({
    id: 'rule-order/before-wins-over-after',
    title: 'If both before and after are given, before decides',
    verifies: ['rule-order.before-over-after'],
    caughtBy: ['rule-order.after-wins'],
    fairness:
      'There is a position between the two neighbours, so the two do not contradict each other. The specification says that before decides next to which one the new rule is placed.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await putNamed(scene, 'low')
      await putNamed(scene, 'middle', { before: 'low' })
      await putNamed(scene, 'high', { before: 'middle' })
      await putNamed(scene, 'new', { before: 'low', after: 'high' })
      const order = await priorityOf(scene, ['low', 'middle', 'high', 'new'])
      expectEqual('the order of priority', order, ['high', 'middle', 'new', 'low'])
    },
  }),

  ...(['before', 'after'] as const).map((side) =>
    defineCase({
      id: `rule-order/${side}-unknown-rule`,
      title: `A rule cannot be put ${side} one that does not exist`,
      verifies: ['rule-order.relative-to-unknown'],
      caughtBy: ['rule-order.unknown-neighbour-accepted'],
      fairness: FAIR_REFUSED,
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const response = await alice.tryPutRule(
          'content',
          'new',
          { pattern: 'new', actions: ['notify'] },
          { [side]: 'no-such-rule' },
        )
        expectRefused(`a rule ${side} one that does not exist`, response.status)
        await expectNotListed(alice, 'content', 'new', 'it was refused')
      },
    }),
  ),

  ...(
    [
      ['before', 'underride', 'override'],
      ['after', 'override', 'underride'],
    ] as const
  ).map(([side, kind, other]) =>
    defineCase({
      id: `rule-order/${side}-rule-of-another-kind`,
      title: `A rule of kind ${kind} cannot be put ${side} one of kind ${other}`,
      verifies: ['rule-order.relative-to-unknown', 'rules-api.ids-per-kind'],
      caughtBy: ['rule-order.neighbour-of-any-kind', 'rule-order.unknown-neighbour-accepted'],
      fairness: `A rule_id is unique within its kind, so none of the ${kind} rules has the one of the neighbour. If it named a rule of any kind, the request could not be fulfilled either, because the order of the kinds is fixed. Any 4xx status passes.`,
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const body = { conditions: [], actions: [] }
        await alice.putRule(other, 'neighbour', body)
        const response = await alice.tryPutRule(kind, 'new', body, { [side]: 'neighbour' })
        expectRefused(`a rule of kind ${kind} ${side} one of kind ${other}`, response.status)
        await expectNotListed(alice, kind, 'new', 'it was refused')
      },
    }),
  ),

  ...(['before', 'after'] as const).map((side) =>
    defineCase({
      id: `rule-order/${side}-default-rule`,
      title: `A rule cannot be put ${side} a server-default rule`,
      verifies: ['rule-order.relative-to-default'],
      caughtBy: ['rule-order.default-neighbour-accepted'],
      fairness:
        'The specification expects a rule of the user as neighbour and excludes default rules, so a server cannot fulfil the request. The 4xx status of the refusal is unspecified.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const body = { conditions: [], actions: [] }
        const response = await alice.tryPutRule('override', 'new', body, { [side]: '.m.rule.suppress_notices' })
        expectRefused(`a rule ${side} .m.rule.suppress_notices`, response.status)
        await expectNotListed(alice, 'override', 'new', 'it was refused')
      },
    }),
  ),

  defineCase({
    id: 'rule-order/update-and-position',
    title: 'Whether a rule that is put again keeps its position',
    verifies: ['rule-order.update-and-position'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await putNamed(scene, 'low')
      await putNamed(scene, 'high', { before: 'low' })
      await putNamed(scene, 'low')
      await enableAgain(scene, 'low')
      const [first] = await priorityOf(scene, ['low', 'high'])
      return first === 'low' ? 'The target moves the rule to the top' : 'The rule keeps its position'
    },
  }),
]

/** Enables a rule that was put again: other cases are about targets that disable it then. */
async function enableAgain({ alice }: Scene, name: string): Promise<void> {
  await alice.enableRule('content', name, true)
}

/** Expects one rule to be directly above another. */
function expectNext(order: readonly string[], upper: string, lower: string): void {
  expect(
    order[order.indexOf(upper) + 1] === lower,
    `Expected the rule ${quote(upper)} directly above ${quote(lower)}, found the order of priority ${quote(order)}`,
  )
}

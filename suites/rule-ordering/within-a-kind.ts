import type { PushRule } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { expectEqual, expectRefused } from '../harness/expect.ts'
import type { User } from '../harness/user.ts'
import { soundOf, sounding } from './sound.ts'

/** Puts content rules one after another; each matches its own name. */
async function putContentRules(alice: User, ...names: string[]): Promise<void> {
  for (const name of names) await alice.putRule('content', name, { pattern: name, actions: sounding(name) })
}

/** The IDs of a user's own rules, in the order in which they are listed. */
function ownIds(rules: PushRule[]): string[] {
  return rules.filter((rule) => !rule.default).map(({ rule_id }) => rule_id)
}

/** The order of rules of one kind: which decides, and how it is set. */
export const withinAKind = [
  defineCase({
    id: 'rule-ordering/first-listed-decides',
    title: 'Of two content rules that match "It\'s time for tea", the one listed first decides, whichever that is',
    verifies: ['rules.order-within-kind'],
    fairness: 'The case reads the order from the target, so it does not ask where a new rule is put.',
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await putContentRules(alice, 'tea', 'time')
      const [first] = ownIds(await alice.rulesOf('content'))
      const push = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      expectEqual('the sound', soundOf(push), first)
    },
  }),

  defineCase({
    id: 'rule-ordering/before-decides-the-tie',
    title: 'A rule that was put before another decides when both match',
    verifies: ['rules.before', 'rules.order-within-kind'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await putContentRules(alice, 'tea')
      await alice.putRule('content', 'time', { pattern: 'time', actions: sounding('time') }, { before: 'tea' })
      const push = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      expectEqual('the sound', soundOf(push), 'time')
    },
  }),

  defineCase({
    id: 'rule-ordering/after-decides-the-tie',
    title: 'A rule that was put after another does not decide when both match',
    verifies: ['rules.after', 'rules.order-within-kind'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await putContentRules(alice, 'tea')
      await alice.putRule('content', 'time', { pattern: 'time', actions: sounding('time') }, { after: 'tea' })
      const push = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      expectEqual('the sound', soundOf(push), 'tea')
    },
  }),

  defineCase({
    id: 'rule-ordering/new-rule-on-top',
    title: 'A new rule stands above the older ones of its kind',
    verifies: ['rules.new-on-top'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two', 'three')
      expectEqual('the order of the rules', ownIds(await alice.rulesOf('content')), ['three', 'two', 'one'])
    },
  }),

  defineCase({
    id: 'rule-ordering/before-is-directly-above',
    title: 'A rule that is put before another stands directly above it',
    verifies: ['rules.before'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two', 'three')
      await alice.putRule('content', 'new', { pattern: 'new', actions: ['notify'] }, { before: 'two' })
      const order = ownIds(await alice.rulesOf('content'))
      expectEqual('the rule directly below the new one', order[order.indexOf('new') + 1], 'two')
    },
  }),

  defineCase({
    id: 'rule-ordering/after-is-directly-below',
    title: 'A rule that is put after another stands directly below it',
    verifies: ['rules.after'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two', 'three')
      await alice.putRule('content', 'new', { pattern: 'new', actions: ['notify'] }, { after: 'two' })
      const order = ownIds(await alice.rulesOf('content'))
      expectEqual('the rule directly above the new one', order[order.indexOf('new') - 1], 'two')
    },
  }),

  defineCase({
    id: 'rule-ordering/after-the-last',
    title: 'A rule can be put after the last one of its kind',
    verifies: ['rules.after'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two')
      const last = ownIds(await alice.rulesOf('content')).at(-1) ?? ''
      await alice.putRule('content', 'new', { pattern: 'new', actions: ['notify'] }, { after: last })
      expectEqual('the last rule', ownIds(await alice.rulesOf('content')).at(-1), 'new')
    },
  }),

  defineCase({
    id: 'rule-ordering/before-wins-over-after',
    title: 'When both before and after are given, before decides',
    verifies: ['rules.before-over-after'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two', 'three')
      const [top = '', , bottom = ''] = ownIds(await alice.rulesOf('content'))
      const placement = { before: top, after: bottom }
      const answer = await alice.tryPutRule('content', 'new', { pattern: 'new', actions: ['notify'] }, placement)
      expectEqual('the status of the answer', answer.status, 200)
      const order = ownIds(await alice.rulesOf('content'))
      expectEqual('the rule directly below the new one', order[order.indexOf('new') + 1], top)
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
        expectEqual("the user's own rules", ownIds(await alice.rulesOf('content')), [])
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
        expectEqual("the user's own rules", ownIds(await alice.rulesOf('override')), [])
      },
    }),
  ),

  defineCase({
    id: 'rule-ordering/moving-a-rule',
    title: 'Whether before moves a rule that exists already',
    verifies: ['rules.move'],
    async run({ user }) {
      const alice = await user('alice')
      await putContentRules(alice, 'one', 'two')
      const [top = '', bottom = ''] = ownIds(await alice.rulesOf('content'))
      const answer = await alice.tryPutRule(
        'content',
        bottom,
        { pattern: bottom, actions: ['notify'] },
        { before: top },
      )
      const [first] = ownIds(await alice.rulesOf('content'))
      return `The target answers ${answer.status} and ${first === bottom ? 'moves' : 'does not move'} the rule`
    },
  }),

  defineCase({
    id: 'rule-ordering/only-one-rule-acts',
    title: 'The tweaks of a lower rule that matches too are not added to those of the rule that decides',
    verifies: ['rules.one-rule-acts'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('content', 'low', {
        pattern: 'tea',
        actions: ['notify', { set_tweak: 'org.plexor.low', value: 1 }],
      })
      const high = { pattern: 'tea', actions: ['notify', { set_tweak: 'org.plexor.high', value: 2 }] }
      await alice.putRule('content', 'high', high, { before: 'low' })
      const { device } = await pusher.expectPush(await bob.send(room, 'tea'))
      expectEqual('the tweak of the rule that decides', device.tweaks?.['org.plexor.high'], 2)
      expectEqual('the tweak of the lower rule', device.tweaks?.['org.plexor.low'], undefined)
    },
  }),

  defineCase({
    id: 'rule-ordering/same-id-in-two-kinds',
    title: 'Two rules of different kinds can have the same rule_id',
    verifies: ['rules.ids-per-kind'],
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'same', { pattern: 'tea', actions: ['notify'] })
      await alice.putRule('override', 'same', { conditions: [], actions: [] })
      expectEqual('the pattern of the content rule', (await alice.rule('content', 'same')).pattern, 'tea')
      expectEqual('the actions of the override rule', (await alice.rule('override', 'same')).actions, [])
    },
  }),
]

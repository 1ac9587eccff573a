import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { defaultRuleset, type PushRule, RULE_KINDS } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { expectDecides, withStateOf } from '../rules-api/helpers/deciding-rule.ts'
import { priorityOf, putNamed } from './helpers/rules-by-priority.ts'

/** Several rules of one kind that match the same message. */
export const withinAKind = [
  defineCase({
    id: 'rule-order/tie-within-kind',
    title: 'Of two content rules that match "It\'s time for tea", the same one decides each time',
    verifies: ['rule-order.order-within-kind'],
    caughtBy: ['rule-order.order-changes'],
    fairness:
      'Either of the two may have the higher priority, which other cases test. Nobody changes them in between, so their order cannot change.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const { bob, room, pusher } = scene
      await putNamed(scene, 'tea')
      await putNamed(scene, 'time')
      const first = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      const second = await pusher.expectPush(await bob.send(room, 'Is it time for tea?'))
      const sound = soundOf(first)
      await withStateOf(scene.alice, { kind: 'content', ruleId: 'tea' }, async () => {
        expect(
          sound === 'tea' || sound === 'time',
          `Expected the sound of one of the two rules, "tea" or "time", found ${quote(sound)}`,
        )
      })
      expectEqual('the sound of the second message that both rules match', soundOf(second), sound)
    },
  }),

  defineCase({
    id: 'rule-order/listed-by-priority',
    title: 'Whether the rules of a kind are listed with the highest priority first',
    verifies: ['rule-order.listed-by-priority'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const names = ['one', 'two', 'three']
      for (const name of names) await putNamed(scene, name)
      const listed = ownIds(await scene.alice.rulesOf('content'))
      const order = await priorityOf(scene, names)
      return listed.join() === order.join()
        ? 'The rule with the highest priority is listed first'
        : 'The list is in another order'
    },
  }),

  defineCase({
    id: 'rule-order/only-one-rule-acts',
    title: 'The tweaks of a lower rule that also matches are not added to those of the rule that decides',
    verifies: ['rule-order.one-rule-acts'],
    caughtBy: ['rule-order.all-matches-apply'],
    fairness:
      'One rule is put before the other, so it is clear which one decides. A highlight of false counts as missing, and a server may send further tweaks.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'low', { pattern: 'tea', actions: ['notify', { set_tweak: 'highlight' }] })
      await alice.putRule('content', 'high', { pattern: 'tea', actions: sounding('high') }, { before: 'low' })
      const high = { kind: 'content', ruleId: 'high', sound: 'high' } as const
      const { device } = await expectDecides(
        { alice, pusher },
        high,
        'a message that a lower rule matches too',
        await bob.send(room, 'tea'),
      )
      expect(
        device.tweaks?.highlight !== true,
        `Expected no tweak of the lower rule, which sets a highlight, found the tweaks ${quote(device.tweaks)}`,
      )
    },
  }),

  defineCase({
    id: 'rule-order/listed-order-of-defaults',
    title: 'Whether the default rules are listed in the order of the specification',
    verifies: ['rule-order.listed-by-priority'],
    async run({ sharedUser, specVersion }) {
      const alice = await sharedUser('alice')
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
]

/** Returns the IDs of a user's own rules, in the order of the list. */
function ownIds(rules: PushRule[]): string[] {
  return rules.filter((rule) => !rule.default).map(({ rule_id }) => rule_id)
}

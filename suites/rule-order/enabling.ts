import { defaultRuleset, RULE_KINDS, type SpecVersion } from '../../spec/index.ts'
import { expectSilencedByMaster, FAIR_ABOUT_MASTER } from '../default-rules/helpers/silenced-by-master.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'

const MASTER = '.m.rule.master'

/** Enabled and disabled rules, and the master rule. */
export const enabling = [
  defineCase({
    id: 'rule-order/new-rule-is-enabled',
    title: 'A new rule is enabled and not marked as a default',
    verifies: ['rule-order.enabled-initially', 'default-rules.marked-as-default'],
    caughtBy: ['rule-order.new-rule-disabled'],
    fairness:
      "The specification says that a new rule MUST be enabled, and default distinguishes the server's rules from those that a user set. Both are read from the rule itself.",
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'new', { pattern: 'new', actions: ['notify'] })
      const rule = await alice.rule('content', 'new')
      expectEqual('enabled of the new rule', rule.enabled, true)
      expectEqual('default of the new rule', rule.default, false)
    },
  }),

  defineCase({
    id: 'rule-order/disabled-rule-is-skipped',
    title: 'A disabled rule does not match and the next rule decides; after it is enabled again, it matches again',
    verifies: ['rule-order.disabled-never-match'],
    caughtBy: ['rule-order.disabled-match'],
    fairness:
      'The order of the two rules is fixed with before, and each push is awaited before a rule is changed, so it does not matter when a server evaluates an event.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'low', { pattern: 'tea', actions: sounding('low') })
      await alice.putRule('content', 'high', { pattern: 'tea', actions: sounding('high') }, { before: 'low' })
      await alice.enableRule('content', 'high', false)
      const tea = await bob.send(room, 'tea')
      await expectDecides(
        { alice, pusher },
        { kind: 'content', ruleId: 'low', sound: 'low' },
        'a message while the rule "high" is disabled',
        tea,
      )
      await alice.enableRule('content', 'high', true)
      const more = await bob.send(room, 'more tea')
      await expectDecides(
        { alice, pusher },
        { kind: 'content', ruleId: 'high', sound: 'high', enabledBy: 'rules-api.enabled-set' },
        'a message once it is enabled again',
        more,
      )
    },
  }),

  defineCase({
    id: 'rule-order/disabled-default-rule',
    title: 'A disabled server-default rule does not match',
    verifies: ['rule-order.disabled-never-match'],
    caughtBy: ['rule-order.disabled-defaults-match'],
    fairness:
      'The specification says that disabled rules never match, and this includes default rules. Any other rule may decide, with any sound except that of the disabled one.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.enableRule('underride', '.m.rule.room_one_to_one', false)
      const because = '.m.rule.message matches it'
      const push = await pusher.expectPush(await bob.send(room, 'without a sound'), { because })
      expectOtherThan(['default'], 'the push while .m.rule.room_one_to_one is disabled', push)
    },
  }),

  defineCase({
    id: 'rule-order/master-above-user-rules',
    title: "While .m.rule.master is enabled, the user's own override rules do not notify either",
    verifies: ['rule-order.master-first'],
    caughtBy: ['rule-order.master-below-user-rules'],
    fairness: FAIR_ABOUT_MASTER,
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      await scene.alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await expectSilencedByMaster(scene)
    },
  }),

  defineCase({
    id: 'rule-order/master-below-user-overrides',
    title: "While .m.rule.master is enabled, the user's own override rules still notify",
    verifies: ['rule-order.master-below-user-overrides'],
    caughtBy: ['rule-order.master-above-user-rules'],
    fairness:
      "Until v1.4 the specification exempts the user's own override rules from the master rule; since v1.5 it says the opposite, which another case tests.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await alice.enableRule('override', MASTER, true)
      const message = await bob.send(room, 'while the master rule is enabled')
      const mine = { kind: 'override', ruleId: 'mine', sound: 'mine' } as const
      await expectDecides({ alice, pusher }, mine, 'a message while .m.rule.master is enabled', message)
    },
  }),

  defineCase({
    id: 'rule-order/no-match-no-push',
    title: 'An event that no rule matches is not pushed',
    verifies: ['rule-order.no-match-no-push'],
    caughtBy: ['rule-order.no-match-notifies'],
    fairness:
      'A server may have default rules that the specification does not list, and any of them could match, so they are disabled first. No listed rule matches this type.',
    async run({ sharedScene, specVersion }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await disableOtherDefaults(alice, specVersion)
      const unmatched = await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' })
      const fence = await bob.send(room, 'a message')
      await pusher.expectNoPush(unmatched, { until: fence })
    },
  }),
]

/** Disables the default rules of the target that the version does not list, because they may match anything. */
async function disableOtherDefaults(user: User, specVersion: SpecVersion): Promise<void> {
  const [listed, found] = [defaultRuleset(specVersion, user.userId), await user.pushRules()]
  for (const kind of RULE_KINDS) {
    for (const rule of found[kind] ?? []) {
      const isListed = listed[kind]?.some(({ rule_id }) => rule_id === rule.rule_id) ?? false
      if (rule.default && rule.enabled && !isListed) await user.enableRule(kind, rule.rule_id, false)
    }
  }
}

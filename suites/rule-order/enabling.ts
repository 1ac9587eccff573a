import { defaultRuleset, RULE_KINDS, type SpecVersion } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding, soundOf } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'

const MASTER = '.m.rule.master'

const FAIR_SILENT =
  "It is up to the server when it evaluates an event, so the master rule stays enabled until Carol's push of the message has arrived and a settle time has passed. Then the rule is disabled, and the push of a later message shows that pushes do arrive."

/** Enabled and disabled rules, and the master rule. */
export const enabling = [
  defineCase({
    id: 'rule-ordering/new-rule-is-enabled',
    title: 'A new rule is enabled and not marked as a default',
    verifies: ['rules.enabled-at-first', 'defaults.marked'],
    caughtBy: ['rules.new-rule-disabled'],
    fairness:
      "The specification says that a new rule MUST be enabled, and default distinguishes the server's rules from those that a user set. Both are read from the rule itself.",
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'new', { pattern: 'new', actions: ['notify'] })
      const rule = await alice.rule('content', 'new')
      expectEqual('enabled', rule.enabled, true)
      expectEqual('default', rule.default, false)
    },
  }),

  defineCase({
    id: 'rule-ordering/disabled-rule-is-passed-over',
    title: 'A disabled rule does not match and the next rule decides; after it is enabled again, it matches again',
    verifies: ['rules.disabled-never-match'],
    caughtBy: ['rules.disabled-match'],
    fairness:
      'The order of the two rules is fixed with before, and each push is awaited before a rule is changed, so it does not matter when a server evaluates an event.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'low', { pattern: 'tea', actions: sounding('low') })
      await alice.putRule('content', 'high', { pattern: 'tea', actions: sounding('high') }, { before: 'low' })
      await alice.enableRule('content', 'high', false)
      expectEqual(
        'the sound while it is disabled',
        soundOf(await pusher.expectPush(await bob.send(room, 'tea'))),
        'low',
      )
      await alice.enableRule('content', 'high', true)
      expectEqual(
        'the sound once it is enabled',
        soundOf(await pusher.expectPush(await bob.send(room, 'more tea'))),
        'high',
      )
    },
  }),

  defineCase({
    id: 'rule-ordering/disabled-default-rule',
    title: 'A disabled server-default rule does not match',
    verifies: ['rules.disabled-never-match'],
    caughtBy: ['rules.disabled-defaults-match'],
    fairness:
      'The specification says that disabled rules never match, and this includes default rules. Any other rule may decide, with any sound except that of the disabled one.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.enableRule('underride', '.m.rule.room_one_to_one', false)
      const push = await pusher.expectPush(await bob.send(room, 'without a sound'))
      expectOtherThan(['default'], 'the push while .m.rule.room_one_to_one is disabled', push)
    },
  }),

  defineCase({
    id: 'rule-ordering/master-silences',
    title: 'While .m.rule.master is enabled, a message is not pushed',
    verifies: ['defaults.rule.master'],
    caughtBy: ['rules.master-ignored', 'defaults.master-notifies'],
    fairness: FAIR_SILENT,
    async run({ createScene }) {
      await expectSilencedByMaster(await createScene({ group: true }))
    },
  }),

  defineCase({
    id: 'rule-ordering/master-above-user-rules',
    title: "While .m.rule.master is enabled, the user's own override rules do not notify either",
    verifies: ['defaults.master-over-all'],
    caughtBy: ['rules.master-below-user-rules'],
    fairness: FAIR_SILENT,
    async run({ createScene }) {
      const scene = await createScene({ group: true })
      await scene.alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await expectSilencedByMaster(scene)
    },
  }),

  defineCase({
    id: 'rule-ordering/master-below-user-overrides',
    title: "While .m.rule.master is enabled, the user's own override rules still notify",
    verifies: ['defaults.master-below-user-overrides'],
    caughtBy: ['rules.master-above-user-rules'],
    fairness:
      "Until v1.4 the specification exempts the user's own override rules from the master rule; since v1.5 it says the opposite, which another case tests.",
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await alice.enableRule('override', MASTER, true)
      const push = await pusher.expectPush(await bob.send(room, 'while the master rule is enabled'))
      expectEqual('the sound', soundOf(push), 'mine')
    },
  }),

  defineCase({
    id: 'rule-ordering/no-rule-no-push',
    title: 'An event that no rule matches is not pushed',
    verifies: ['rules.no-match-no-push'],
    caughtBy: ['push.no-rule-notifies'],
    fairness:
      'A server may have default rules that the specification does not list, and any of them could match, so they are disabled first. No listed rule matches this type.',
    async run({ createScene, specVersion }) {
      const { alice, bob, room, pusher } = await createScene()
      await disableOtherDefaults(alice, specVersion)
      const unmatched = await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'no rule is about this type' })
      const fence = await bob.send(room, 'a message')
      await pusher.expectNoPush(unmatched, { until: fence })
    },
  }),

  defineCase({
    id: 'rule-ordering/no-conditions-match-everything',
    title: 'An underride rule without conditions matches an event that no other rule matches',
    verifies: ['rules.no-conditions-match'],
    caughtBy: ['matching.no-conditions-never'],
    fairness:
      "In the specification a rule without conditions always matches, and no listed rule of a higher kind matches this type of event. The user's rule precedes the default ones of its kind.",
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('underride', 'all', { conditions: [], actions: sounding('all') })
      const push = await pusher.expectPush(
        await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'matched after all' }),
      )
      expectEqual('the sound', soundOf(push), 'all')
    },
  }),

  defineCase({
    id: 'rule-ordering/all-conditions-have-to-hold',
    title: 'A rule with two conditions does not match if only one of them holds',
    verifies: ['rules.all-conditions'],
    caughtBy: ['matching.any-condition-suffices'],
    fairness:
      'The specification requires all conditions to hold. Both are of the oldest kind, with patterns that are the whole value. Any other rule may decide about the message that satisfies only one of them.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const conditions = [...IS_MESSAGE, { kind: 'event_match', key: 'content.msgtype', pattern: 'm.emote' }]
      await alice.putRule('override', 'emotes', { conditions, actions: sounding('emotes') })
      const text = await pusher.expectPush(await bob.send(room, 'a text'))
      const emote = await pusher.expectPush(await bob.send(room, { msgtype: 'm.emote', body: 'waves' }))
      expectOtherThan(['emotes'], 'the push of a text', text)
      expectEqual('the sound of an emote', soundOf(emote), 'emotes')
    },
  }),

  defineCase({
    id: 'rule-ordering/unknown-condition-never-matches',
    title: 'A rule with an unknown condition does not match',
    verifies: ['rules.unknown-conditions'],
    caughtBy: ['rules.unknown-conditions-dropped', 'matching.unknown-condition-true'],
    fairness:
      'A server may also refuse to store such a rule: then it cannot match either, and the case passes. It does not matter which other rule decides.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const conditions = [...IS_MESSAGE, { kind: 'org.plexor.unheard_of' }]
      const response = await alice.tryPutRule('override', 'unknown', { conditions, actions: sounding('unknown') })
      expect(response.status < 500, `Expected the rule to be stored or refused, found status ${response.status}`)
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectOtherThan(['unknown'], 'the push', push)
    },
  }),
]

/** Expects a message of Bob's to be pushed to Carol and not to Alice while the master rule is enabled. */
async function expectSilencedByMaster({ alice, bob, carol, room, pusher }: Scene): Promise<void> {
  const inbox = await carol.setPusher()
  await alice.enableRule('override', MASTER, true)
  const silent = await bob.send(room, 'while the master rule is enabled')
  await pusher.expectSilence(silent, { until: { inbox, fence: silent } })
  await alice.enableRule('override', MASTER, false)
  await pusher.expectNoPush(silent, { until: await bob.send(room, 'once it is disabled again') })
}

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

import { defineCase } from '../harness/case.ts'
import { expect, expectEqual } from '../harness/expect.ts'
import { IS_MESSAGE, soundOf, sounding } from './sound.ts'

/** Enabled and disabled rules, and the master of all. */
export const enabling = [
  defineCase({
    id: 'rule-ordering/new-rule-is-enabled',
    title: 'A new rule is enabled, and not marked as a default',
    verifies: ['rules.enabled-at-first', 'defaults.marked'],
    caughtBy: ['rules.new-rule-disabled'],
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
    title: 'A disabled rule does not match, and the next rule decides; enabled again, it matches again',
    verifies: ['rules.disabled-never-match'],
    caughtBy: ['rules.disabled-match'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
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
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.enableRule('underride', '.m.rule.room_one_to_one', false)
      const push = await pusher.expectPush(await bob.send(room, 'without a sound'))
      expectEqual('the sound of a message when only .m.rule.message is left', soundOf(push), undefined)
    },
  }),

  defineCase({
    id: 'rule-ordering/master-silences',
    title: 'While .m.rule.master is enabled, a message is not pushed',
    verifies: ['defaults.rule.master'],
    caughtBy: ['rules.master-ignored', 'defaults.master-notifies'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.enableRule('override', '.m.rule.master', true)
      const silent = await bob.send(room, 'while the master rule is enabled')
      await alice.enableRule('override', '.m.rule.master', false)
      const fence = await bob.send(room, 'once it is disabled again')
      await pusher.expectNoPush(silent, { until: fence })
    },
  }),

  defineCase({
    id: 'rule-ordering/master-above-user-rules',
    title: "While .m.rule.master is enabled, the user's own override rules do not notify either",
    verifies: ['defaults.master-over-all'],
    caughtBy: ['rules.master-below-user-rules'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await alice.enableRule('override', '.m.rule.master', true)
      const silent = await bob.send(room, 'while the master rule is enabled')
      await alice.enableRule('override', '.m.rule.master', false)
      const fence = await bob.send(room, 'once it is disabled again')
      await pusher.expectNoPush(silent, { until: fence })
    },
  }),

  defineCase({
    id: 'rule-ordering/master-below-user-overrides',
    title: "While .m.rule.master is enabled, the user's own override rules still notify",
    verifies: ['defaults.master-below-user-overrides'],
    caughtBy: ['rules.master-above-user-rules'],
    fairness: 'From v1.5 on the text says the opposite, and another case judges that.',
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      await alice.enableRule('override', '.m.rule.master', true)
      const push = await pusher.expectPush(await bob.send(room, 'while the master rule is enabled'))
      expectEqual('the sound', soundOf(push), 'mine')
    },
  }),

  defineCase({
    id: 'rule-ordering/no-rule-no-push',
    title: 'An event that no rule matches is not pushed',
    verifies: ['rules.no-match-no-push'],
    caughtBy: ['push.no-rule-notifies'],
    async run({ scene }) {
      const { bob, room, pusher } = await scene()
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
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('underride', 'all', { conditions: [], actions: sounding('all') })
      const push = await pusher.expectPush(
        await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'matched after all' }),
      )
      expectEqual('the sound', soundOf(push), 'all')
    },
  }),

  defineCase({
    id: 'rule-ordering/all-conditions-have-to-hold',
    title: 'A rule of two conditions of which one does not hold does not match',
    verifies: ['rules.all-conditions'],
    caughtBy: ['matching.any-condition-suffices'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const conditions = [...IS_MESSAGE, { kind: 'event_match', key: 'content.msgtype', pattern: 'm.emote' }]
      await alice.putRule('override', 'emotes', { conditions, actions: sounding('emotes') })
      const text = await pusher.expectPush(await bob.send(room, 'a text'))
      const emote = await pusher.expectPush(await bob.send(room, { msgtype: 'm.emote', body: 'waves' }))
      expectEqual('the sound of a text', soundOf(text), 'default')
      expectEqual('the sound of an emote', soundOf(emote), 'emotes')
    },
  }),

  defineCase({
    id: 'rule-ordering/unknown-condition-never-matches',
    title: 'A rule with a condition that no server knows does not match',
    verifies: ['rules.unknown-conditions'],
    caughtBy: ['rules.unknown-conditions-dropped', 'matching.unknown-condition-true'],
    fairness: 'A server that refuses to store such a rule keeps it from matching too, and passes.',
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const conditions = [...IS_MESSAGE, { kind: 'org.plexor.unheard_of' }]
      const answer = await alice.tryPutRule('override', 'unknown', { conditions, actions: sounding('unknown') })
      expect(answer.status < 500, `Expected the rule to be stored or refused, found status ${answer.status}`)
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the sound', soundOf(push), 'default')
    },
  }),
]

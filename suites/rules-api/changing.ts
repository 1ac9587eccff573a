import { isDeepStrictEqual } from 'node:util'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { quote } from '../harness/evidence/quote.ts'
import { onlyRule } from './only-rule.ts'
import { expectSameItems } from './same-items.ts'

const ONE_TO_ONE = '.m.rule.room_one_to_one'

/** The endpoints that enable a rule and that set its actions. */
export const changing = [
  defineCase({
    id: 'push-rules-api/enabled',
    title: 'A rule that is disabled and enabled again is so in the list, read alone, and by the endpoint for that',
    verifies: ['rules.enabled-set'],
    caughtBy: ['rules.enabled-read-inverted'],
    fairness:
      'The list, the rule alone and the endpoint speak of one and the same property, and all are asked after the change was answered with success.',
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      for (const enabled of [false, true]) {
        await alice.enableRule('content', 'tea', enabled)
        expectEqual('enabled in the list', (await onlyRule(alice, 'content', 'tea')).enabled, enabled)
        expectEqual('enabled in the rule alone', (await alice.rule('content', 'tea')).enabled, enabled)
        expectEqual('enabled by its endpoint', await alice.isEnabled('content', 'tea'), enabled)
      }
    },
  }),

  defineCase({
    id: 'push-rules-api/enabled-of-a-default',
    title: 'A server-default rule that is disabled and enabled again is so wherever it is read',
    verifies: ['rules.enabled-default'],
    caughtBy: ['rules.default-enabled-not-kept'],
    fairness:
      'The text lets each rule be enabled or disabled, and makes no exception for the default ones. The rule is one that every version lists.',
    async run({ user }) {
      const alice = await user('alice')
      for (const enabled of [false, true]) {
        await alice.enableRule('underride', ONE_TO_ONE, enabled)
        expectEqual('enabled in the list', (await onlyRule(alice, 'underride', ONE_TO_ONE)).enabled, enabled)
        expectEqual('enabled in the rule alone', (await alice.rule('underride', ONE_TO_ONE)).enabled, enabled)
        expectEqual('enabled by its endpoint', await alice.isEnabled('underride', ONE_TO_ONE), enabled)
      }
    },
  }),

  defineCase({
    id: 'push-rules-api/actions',
    title:
      'Actions that are set replace those of the rule wherever it is read, decide about the next event, and change nothing else',
    verifies: ['rules.actions-set'],
    caughtBy: ['rules.actions-read-empty'],
    fairness:
      'The actions may be in any order. The message is sent when the change was answered with success, so no server can hold the old ones to be in force.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('old') })
      await alice.setActions('content', 'tea', sounding('new'))
      const rule = await onlyRule(alice, 'content', 'tea')
      expectSameItems('the actions in the list', rule.actions, sounding('new'))
      expectEqual('the pattern', rule.pattern, 'tea')
      expectEqual('enabled', rule.enabled, true)
      expectSameItems('the actions of the rule alone', (await alice.rule('content', 'tea')).actions, sounding('new'))
      expectSameItems('the actions by their endpoint', await alice.actionsOf('content', 'tea'), sounding('new'))
      expectEqual('the sound', soundOf(await pusher.expectPush(await bob.send(room, 'tea'))), 'new')
    },
  }),

  defineCase({
    id: 'push-rules-api/no-actions',
    title: 'A rule whose actions are set to none keeps an event from being pushed',
    verifies: ['rules.actions-set', 'actions.notify'],
    caughtBy: ['push.empty-actions-notify'],
    fairness:
      'A list of actions may be empty, and it is the action notify that makes a notification. The fence is a message that the rule does not match and that the default rules notify of.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.setActions('content', 'tea', [])
      expectEqual('the actions by their endpoint', await alice.actionsOf('content', 'tea'), [])
      const silent = await bob.send(room, 'tea')
      await pusher.expectNoPush(silent, { until: await bob.send(room, 'coffee') })
    },
  }),

  defineCase({
    id: 'push-rules-api/actions-of-a-default',
    title:
      'Actions that are set for a server-default rule are its own wherever it is read, and decide about the next event',
    verifies: ['rules.actions-default'],
    caughtBy: ['rules.default-actions-not-kept'],
    fairness:
      'The text has this endpoint for the built-in rules too. The actions may be in any order, and the rule is the one that has to decide about a message in a room of two.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.setActions('underride', ONE_TO_ONE, sounding('mine'))
      const { actions } = await onlyRule(alice, 'underride', ONE_TO_ONE)
      expectSameItems('the actions in the list', actions, sounding('mine'))
      expectSameItems(
        'the actions of the rule alone',
        (await alice.rule('underride', ONE_TO_ONE)).actions,
        sounding('mine'),
      )
      expectSameItems('the actions by their endpoint', await alice.actionsOf('underride', ONE_TO_ONE), sounding('mine'))
      expectEqual('the sound', soundOf(await pusher.expectPush(await bob.send(room, 'a message'))), 'mine')
    },
  }),

  defineCase({
    id: 'push-rules-api/changed-default-stays-a-default',
    title:
      'A server-default rule that was given other actions, disabled and enabled keeps the actions and its conditions, and is a default',
    verifies: ['rules.actions-default', 'rules.enabled-default', 'defaults.marked'],
    caughtBy: ['rules.default-actions-not-kept', 'rules.default-flag-missing'],
    fairness:
      "What a user changes of a built-in rule leaves it a built-in rule, and enabling one is not said to touch its actions. The conditions are compared with the target's own from before, in any order.",
    async run({ user }) {
      const alice = await user('alice')
      const before = await onlyRule(alice, 'underride', ONE_TO_ONE)
      await alice.setActions('underride', ONE_TO_ONE, sounding('mine'))
      await alice.enableRule('underride', ONE_TO_ONE, false)
      await alice.enableRule('underride', ONE_TO_ONE, true)
      const after = await onlyRule(alice, 'underride', ONE_TO_ONE)
      expectSameItems('the actions', after.actions, sounding('mine'))
      expectSameItems('the conditions', after.conditions ?? [], before.conditions ?? [])
      expectEqual('enabled', after.enabled, true)
      expectEqual('default', after.default, true)
    },
  }),

  defineCase({
    id: 'push-rules-api/changed-default-for-one-user',
    title: 'Actions that one user gives a server-default rule are not those of another user',
    verifies: ['rules.own-only', 'rules.actions-default'],
    caughtBy: ['rules.default-actions-not-kept', 'rules.default-changes-of-everyone'],
    fairness:
      "Alice's sound is one that nobody else sets, so that Bob's rule can have it from nowhere but hers. What actions it has instead is left to the target.",
    async run({ user, unique }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const mine = sounding(unique('mine'))
      await alice.setActions('underride', ONE_TO_ONE, mine)
      expectSameItems("the actions of Alice's rule", await alice.actionsOf('underride', ONE_TO_ONE), mine)
      // Bob's rules are not read before, for then the target may know them by heart.
      const his = await bob.actionsOf('underride', ONE_TO_ONE)
      const isHers = his.some((action) => isDeepStrictEqual(action, mine[1]))
      expect(!isHers, `Expected the actions of Bob's rule to lack what Alice gave hers, found ${quote(his)}`)
    },
  }),
]

import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import { expectDecides, expectSilenced } from './helpers/deciding-rule.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'

const ONE_TO_ONE = '.m.rule.room_one_to_one'

/** Endpoints that enable a rule and that set its actions. */
export const enabledAndActions = [
  defineCase({
    id: 'rules-api/enabled',
    title: 'After a rule is disabled or enabled again, the list, the rule itself and its endpoint show this',
    verifies: ['rules-api.enabled-set'],
    caughtBy: ['rules-api.enabled-read-inverted'],
    fairness:
      'The list, the rule and the endpoint describe the same property, and all are read after the change was confirmed.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      for (const enabled of [false, true]) {
        await alice.enableRule('content', 'tea', enabled)
        expectEqual('enabled in the list', (await onlyRule(alice, 'content', 'tea')).enabled, enabled)
        expectEqual('enabled in the rule itself', (await alice.rule('content', 'tea')).enabled, enabled)
        expectEqual('enabled at its endpoint', await alice.isEnabled('content', 'tea'), enabled)
      }
    },
  }),

  defineCase({
    id: 'rules-api/enabled-of-default',
    title: 'After a server-default rule is disabled or enabled again, this shows wherever it is read',
    verifies: ['rules-api.enabled-default'],
    caughtBy: ['rules-api.default-enabled-not-stored'],
    fairness:
      'The specification allows every rule to be enabled or disabled, and makes no exception for default rules. Every version lists this rule.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      for (const enabled of [false, true]) {
        await alice.enableRule('underride', ONE_TO_ONE, enabled)
        expectEqual('enabled in the list', (await onlyRule(alice, 'underride', ONE_TO_ONE)).enabled, enabled)
        expectEqual('enabled in the rule itself', (await alice.rule('underride', ONE_TO_ONE)).enabled, enabled)
        expectEqual('enabled at its endpoint', await alice.isEnabled('underride', ONE_TO_ONE), enabled)
      }
    },
  }),

  defineCase({
    id: 'rules-api/actions',
    title:
      'New actions of a rule are visible wherever it is read, decide about the next event, and change nothing else',
    verifies: ['rules-api.actions-set'],
    caughtBy: ['rules-api.actions-read-empty'],
    fairness:
      'The actions may be in any order. The message is sent after the change was confirmed, so the old ones no longer apply.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('old') })
      await alice.setActions('content', 'tea', sounding('new'))
      const rule = await onlyRule(alice, 'content', 'tea')
      expectSameItems('the actions in the list', rule.actions, sounding('new'))
      expectEqual('the pattern of the rule after the change', rule.pattern, 'tea')
      expectEqual('enabled of the rule after the change', rule.enabled, true)
      expectSameItems('the actions of the rule itself', (await alice.rule('content', 'tea')).actions, sounding('new'))
      expectSameItems('the actions at their endpoint', await alice.actionsOf('content', 'tea'), sounding('new'))
      const changed = { kind: 'content', ruleId: 'tea', sound: 'new' } as const
      await expectDecides({ alice, pusher }, changed, 'a message after the change', await bob.send(room, 'tea'))
    },
  }),

  defineCase({
    id: 'rules-api/empty-actions',
    title: 'A rule whose actions are set to an empty list silences the events that it matches',
    verifies: ['rules-api.actions-set', 'actions.notify'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      'A list of actions may be empty, and only the action notify causes a notification. The fence is a message that the rule does not match and that default rules notify about.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.setActions('content', 'tea', [])
      expectEqual('the actions at their endpoint', await alice.actionsOf('content', 'tea'), [])
      const silent = await bob.send(room, 'tea')
      const until = await bob.send(room, 'coffee')
      const rule = { kind: 'content', ruleId: 'tea' } as const
      await expectSilenced({ alice, pusher }, rule, 'the message', silent, { until })
    },
  }),

  defineCase({
    id: 'rules-api/actions-of-default',
    title: 'New actions of a server-default rule are visible wherever it is read, and decide about the next event',
    verifies: ['rules-api.actions-default'],
    caughtBy: ['rules-api.default-actions-not-stored'],
    fairness:
      'The specification provides this endpoint for built-in rules too. The actions may be in any order, and this is the rule that decides about a message in a room with two members.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.setActions('underride', ONE_TO_ONE, sounding('mine'))
      const { actions } = await onlyRule(alice, 'underride', ONE_TO_ONE)
      expectSameItems('the actions in the list', actions, sounding('mine'))
      expectSameItems(
        'the actions of the rule itself',
        (await alice.rule('underride', ONE_TO_ONE)).actions,
        sounding('mine'),
      )
      expectSameItems('the actions at their endpoint', await alice.actionsOf('underride', ONE_TO_ONE), sounding('mine'))
      const changed = { kind: 'underride', ruleId: ONE_TO_ONE, sound: 'mine' } as const
      await expectDecides({ alice, pusher }, changed, 'a message after the change', await bob.send(room, 'a message'))
    },
  }),

  defineCase({
    id: 'rules-api/changed-default-stays-a-default',
    title:
      'A server-default rule with new actions keeps them and its conditions when it is disabled and enabled, and stays a default',
    verifies: ['rules-api.actions-default', 'rules-api.enabled-default', 'default-rules.marked-as-default'],
    caughtBy: ['rules-api.default-actions-not-stored', 'default-rules.default-flag-missing'],
    fairness:
      "A change by the user does not make a built-in rule a user's rule, and nothing says that enabling changes its actions. The conditions are compared with the target's own earlier ones, in any order.",
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const before = await onlyRule(alice, 'underride', ONE_TO_ONE)
      await alice.setActions('underride', ONE_TO_ONE, sounding('mine'))
      await alice.enableRule('underride', ONE_TO_ONE, false)
      await alice.enableRule('underride', ONE_TO_ONE, true)
      const after = await onlyRule(alice, 'underride', ONE_TO_ONE)
      expectSameItems(
        `the actions of ${ONE_TO_ONE} after it was disabled and enabled again`,
        after.actions,
        sounding('mine'),
      )
      expectSameItems(
        `the conditions of ${ONE_TO_ONE} after the changes`,
        after.conditions ?? [],
        before.conditions ?? [],
      )
      expectEqual(`enabled of ${ONE_TO_ONE} after it was disabled and enabled again`, after.enabled, true)
      expectEqual(`default of ${ONE_TO_ONE} after the changes`, after.default, true)
    },
  }),

  defineCase({
    id: 'rules-api/changed-default-for-one-user',
    title: 'Actions that one user sets for a server-default rule do not apply to another user',
    verifies: ['rules-api.own-only', 'rules-api.actions-default'],
    caughtBy: ['rules-api.default-actions-not-stored', 'rules-api.default-changes-shared-by-all-users'],
    fairness:
      "Alice's sound is unique, so Bob's rule could have it only from hers. Which actions it has instead is up to the target.",
    async run({ user, unique }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const mine = sounding(unique('mine'))
      await alice.setActions('underride', ONE_TO_ONE, mine)
      expectSameItems("the actions of Alice's rule", await alice.actionsOf('underride', ONE_TO_ONE), mine)
      // Bob's rules are not read before, because the target might cache them then.
      const his = await bob.actionsOf('underride', ONE_TO_ONE)
      const isHers = his.some((action) => isDeepStrictEqual(action, mine[1]))
      expect(!isHers, `Expected the actions of Bob's rule not to contain those that Alice set, found ${quote(his)}`)
    },
  }),

  defineCase({
    id: 'rules-api/default-rules-own-for-each-user',
    title: "A user's change to a default rule does not affect other users",
    verifies: ['rules-api.own-only'],
    caughtBy: ['rules-api.default-changes-shared-by-all-users'],
    fairness:
      'Push rules are stored per user, including the default ones. Both users read their own rules after the change has been confirmed.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.enableRule('underride', '.m.rule.message', false)
      expectEqual("whether Alice's rule is enabled", (await alice.rule('underride', '.m.rule.message')).enabled, false)
      expectEqual("whether Bob's rule is enabled", (await bob.rule('underride', '.m.rule.message')).enabled, true)
    },
  }),
]

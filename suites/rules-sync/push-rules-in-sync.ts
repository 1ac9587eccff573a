import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectAwakening } from '../harness/users/waiting-sync.ts'
import {
  expectRulesInSync,
  expectSameRules,
  FAIR_TO_COMPARE,
  hasRule,
  pushRulesIn,
} from './helpers/push-rules-event.ts'

const TEA = { pattern: 'tea', actions: ['notify'] }

const ONE_TO_ONE = '.m.rule.room_one_to_one'

/** Every way to change the rules of a user who has the content rules tea and coffee. */
const CHANGES: { name: string; what: string; change(alice: User): Promise<void> }[] = [
  {
    name: 'create',
    what: 'a new rule',
    change: (alice) => alice.putRule('override', 'new', { conditions: IS_MESSAGE, actions: [] }),
  },
  {
    name: 'update',
    what: 'a rule that is put again',
    change: (alice) => alice.putRule('content', 'tea', { pattern: 'milk', actions: sounding('new') }),
  },
  {
    name: 'placement',
    what: 'a new rule that is put after another',
    change: (alice) => alice.putRule('content', 'milk', { ...TEA, pattern: 'milk' }, { after: 'coffee' }),
  },
  { name: 'delete', what: 'a deleted rule', change: (alice) => alice.deleteRule('content', 'tea') },
  { name: 'disable', what: 'a disabled rule', change: (alice) => alice.enableRule('content', 'tea', false) },
  {
    name: 'enable',
    what: 'an enabled rule',
    change: (alice) => alice.enableRule('override', '.m.rule.master', true),
  },
  {
    name: 'actions',
    what: 'a rule with other actions',
    change: (alice) => alice.setActions('content', 'tea', sounding('new')),
  },
  {
    name: 'disable-default',
    what: 'a disabled server-default rule',
    change: (alice) => alice.enableRule('underride', ONE_TO_ONE, false),
  },
  {
    name: 'default-actions',
    what: 'a server-default rule with other actions',
    change: (alice) => alice.setActions('underride', ONE_TO_ONE, sounding('new')),
  },
]

/** Push rules in the responses of /sync. */
export const pushRulesInSync = [
  defineCase({
    id: 'rules-sync/initial-sync',
    title: 'The first /sync contains the push rules, with all rules of the list',
    verifies: ['rules-sync.initial', 'rules-sync.content'],
    caughtBy: ['rules-sync.missing-in-first-sync', 'rules-sync.only-defaults-in-sync'],
    fairness: `Alice has changed her rules, so her first /sync has to contain them, whatever a server does for users who have changed nothing. ${FAIR_TO_COMPARE}.`,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', TEA)
      const rules = pushRulesIn(await alice.sync())
      expect(rules !== undefined, 'Expected m.push_rules among the account data of the first /sync, found none')
      expectSameRules('m.push_rules', rules, await alice.pushRules())
    },
  }),

  ...CHANGES.map(({ name, what, change }) =>
    defineCase({
      id: `rules-sync/reports-${name}`,
      title: `The next /sync reports ${what}, with all rules of the list`,
      verifies: ['rules-sync.changes', 'rules-sync.content'],
      caughtBy: ['rules-sync.changes-not-reported', 'rules-sync.empty-in-sync'],
      fairness: `The specification says that the next /sync reports any change of the rules, with the current rules. The case reads several responses before it gives up. ${FAIR_TO_COMPARE}.`,
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        for (const pattern of ['tea', 'coffee']) await alice.putRule('content', pattern, { ...TEA, pattern })
        const { next_batch } = await alice.sync()
        await change(alice)
        await expectRulesInSync(alice, next_batch)
      },
    }),
  ),

  defineCase({
    id: 'rules-sync/every-session',
    title: 'A session of the user that did not make the change receives it too',
    verifies: ['rules-sync.every-session'],
    caughtBy: ['rules-sync.changes-not-reported'],
    fairness: `The specification sends the event to all clients of the user. The case is skipped if users cannot sign in with a password, because there is no second session then. ${FAIR_TO_COMPARE}.`,
    async run({ sharedUser, anonymousClient }) {
      const alice = await sharedUser('alice')
      const other = await alice.signIn(anonymousClient())
      const { next_batch } = await other.sync()
      await alice.putRule('content', 'tea', TEA)
      await expectRulesInSync(other, next_batch)
    },
  }),

  defineCase({
    id: 'rules-sync/wakes-waiting-sync',
    title: 'A /sync that waits for something new returns when a rule changes',
    verifies: ['rules-sync.wakes-waiting-sync'],
    caughtBy: ['rules-sync.waiting-sync-not-woken'],
    fairness:
      'The specification says that /sync returns early when there is something new. A response without the new rule may arrive at any time, and is followed by another request.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await expectAwakening(alice, {
        what: 'the new rule in m.push_rules',
        change: () => alice.putRule('content', 'tea', TEA),
        isIn: (response) => hasRule(pushRulesIn(response) ?? {}, 'content', 'tea'),
      })
    },
  }),

  defineCase({
    id: 'rules-sync/own-for-each-user',
    title: 'A user does not receive the rules of another user',
    verifies: ['rules-api.own-only', 'rules-sync.changes'],
    caughtBy: ['rules-api.rules-shared-by-all-users', 'rules-sync.changes-not-reported'],
    fairness: `The event contains the current rules of the user whose /sync it is in, and Bob does not have the rule that Alice puts. ${FAIR_TO_COMPARE}.`,
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const { next_batch } = await bob.sync()
      await alice.putRule('content', 'hers', TEA)
      await bob.putRule('content', 'his', TEA)
      await expectRulesInSync(bob, next_batch, (rules) => {
        expect(
          !hasRule(rules, 'content', 'hers'),
          "Expected /sync to return only Bob's own rules to him, found Alice's among them",
        )
      })
      const ids = (await bob.rulesOf('content')).filter((rule) => !rule.default).map(({ rule_id }) => rule_id)
      expectEqual("the rule_ids of Bob's own rules", ids, ['his'])
    },
  }),
]

import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectSameRules, expectToldOfRules, FAIR_TO_COMPARE, hasRule, pushRulesIn } from './push-rules-event.ts'

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

/** What /sync tells clients of the push rules. */
export const told = [
  defineCase({
    id: 'account-data/initial-sync',
    title: 'The first /sync has the push rules, all of them as the list has them',
    verifies: ['account-data.initial', 'account-data.content'],
    caughtBy: ['rules.not-in-first-sync', 'rules.defaults-alone-in-sync'],
    fairness:
      'Alice has changed her rules, so her next /sync, which is her first, has to have them whatever a server does for ' +
      `users who have changed nothing. ${FAIR_TO_COMPARE}.`,
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', TEA)
      const rules = pushRulesIn(await alice.sync())
      expect(rules !== undefined, 'Expected m.push_rules among the account data of the first /sync, found none')
      expectSameRules('m.push_rules', rules, await alice.pushRules())
    },
  }),

  ...CHANGES.map(({ name, what, change }) =>
    defineCase({
      id: `account-data/told-of-${name}`,
      title: `The next /sync tells of ${what}, with all rules as the list has them`,
      verifies: ['account-data.changes', 'account-data.content'],
      caughtBy: ['rules.changes-not-synced', 'rules.empty-in-sync'],
      fairness:
        'The text says that any change of the rules is told by the next /sync, with the current rules; the case follows ' +
        `/sync for a while before it gives up. ${FAIR_TO_COMPARE}.`,
      async run({ user }) {
        const alice = await user('alice')
        for (const pattern of ['tea', 'coffee']) await alice.putRule('content', pattern, { ...TEA, pattern })
        const { next_batch } = await alice.sync()
        await change(alice)
        await expectToldOfRules(alice, next_batch)
      },
    }),
  ),

  defineCase({
    id: 'account-data/every-session',
    title: 'A session of the user that did not make the change is told of it too',
    verifies: ['account-data.every-session'],
    caughtBy: ['rules.changes-not-synced'],
    fairness:
      'The text sends the event to all clients of the user. Where users cannot sign in with a password, there is no ' +
      `second session to judge. ${FAIR_TO_COMPARE}.`,
    async run({ user, anonymousClient }) {
      const alice = await user('alice')
      const other = await alice.signIn(anonymousClient())
      const { next_batch } = await other.sync()
      await alice.putRule('content', 'tea', TEA)
      await expectToldOfRules(other, next_batch)
    },
  }),

  defineCase({
    id: 'account-data/wakes',
    title: 'A /sync that waits for something new is answered when a rule changes',
    verifies: ['account-data.wakes'],
    caughtBy: ['rules.waiting-not-woken'],
    fairness:
      'The text has /sync return early when there is something new. An answer without the new rule may come at any time, ' +
      'and is followed by another request.',
    async run({ user }) {
      const alice = await user('alice')
      const { next_batch } = await alice.sync()
      const change = async () => {
        // By the time that another request is answered, the one that waits has most likely arrived.
        await alice.pushRules()
        await alice.putRule('content', 'tea', TEA)
      }
      const [isTold] = await Promise.all([isToldOfTea(alice, next_batch), change()])
      const timeout = `${alice.client.access.timeoutMs / 1000} s`
      expect(
        isTold,
        `Expected m.push_rules with the new rule in an answer of /sync within ${timeout}, found none by then`,
      )
    },
  }),

  defineCase({
    id: 'account-data/own-for-each-user',
    title: 'A user is not told of the rules of another',
    verifies: ['rules.own-only', 'account-data.changes'],
    caughtBy: ['rules.of-everyone', 'rules.changes-not-synced'],
    fairness:
      'The event has the current rules of the user whose /sync it is in, and what Alice puts is no rule that Bob has. ' +
      `${FAIR_TO_COMPARE}.`,
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const { next_batch } = await bob.sync()
      await alice.putRule('content', 'hers', TEA)
      await bob.putRule('content', 'his', TEA)
      await expectToldOfRules(bob, next_batch, (rules) => {
        expect(
          !hasRule(rules, 'content', 'hers'),
          "Expected /sync to tell Bob of his own rules, found Alice's among them",
        )
      })
      const ids = (await bob.rulesOf('content')).filter((rule) => !rule.default).map(({ rule_id }) => rule_id)
      expectEqual("the rule_ids of Bob's own rules", ids, ['his'])
    },
  }),
]

/** Whether `/sync` brings the rule tea. Its timeout is longer than the patience with it, so something has to wake it. */
async function isToldOfTea({ client }: User, since: string): Promise<boolean> {
  const { timeoutMs } = client.access
  const end = performance.now() + timeoutMs
  let position = since
  do {
    const query = { since: position, timeout: 2 * timeoutMs }
    const response = (await client.ok('sync', { query })) as SyncResponse
    position = response.next_batch
    // What comes when the time of the request is up has not woken it
    if (hasRule(pushRulesIn(response) ?? {}, 'content', 'tea')) return performance.now() < end
  } while (performance.now() < end)
  return false
}

import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import { expectDecides } from './helpers/deciding-rule.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'

const FAIR =
  'A PUT names the state that the rule has afterwards, so a second one with the same body succeeds and leaves it as it is. Every value is read after the change was confirmed.'

const ONE_TO_ONE = '.m.rule.room_one_to_one'

/** Requests that set what is already set. */
export const setTwice = [
  ...(
    [
      ['enabled-twice', "a user's rule", 'rules-api.enabled-set', 'content', 'tea'],
      ['enabled-twice-of-default', 'a server-default rule', 'rules-api.enabled-default', 'underride', ONE_TO_ONE],
    ] as const
  ).map(([name, what, requirement, kind, ruleId]) =>
    defineCase({
      id: `rules-api/${name}`,
      title: `Disabling or enabling ${what} twice has the same result as once`,
      verifies: [requirement],
      caughtBy: ['rules-api.enabled-toggles', 'rules-api.unchanged-is-unknown'],
      fairness: FAIR,
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        if (kind === 'content') await alice.putRule(kind, ruleId, { pattern: 'tea', actions: ['notify'] })
        // The rule is enabled at first, so the first request changes nothing either
        for (const enabled of [true, true, false, false, true, true]) {
          await alice.enableRule(kind, ruleId, enabled)
          expectEqual('enabled in the list', (await onlyRule(alice, kind, ruleId)).enabled, enabled)
          expectEqual('enabled at its endpoint', await alice.isEnabled(kind, ruleId), enabled)
        }
      },
    }),
  ),

  ...(
    [
      ['actions-twice', "a user's rule", 'rules-api.actions-set', 'content', 'tea'],
      ['actions-twice-of-default', 'a server-default rule', 'rules-api.actions-default', 'underride', ONE_TO_ONE],
    ] as const
  ).map(([name, what, requirement, kind, ruleId]) =>
    defineCase({
      id: `rules-api/${name}`,
      title: `Setting the actions of ${what} twice has the same result as once`,
      verifies: [requirement],
      caughtBy: ['rules-api.unchanged-is-unknown', 'rules-api.same-actions-accumulate'],
      fairness: `${FAIR} The actions may be listed in any order.`,
      async run({ sharedScene }) {
        const { alice, bob, room, pusher } = await sharedScene()
        if (kind === 'content') await alice.putRule(kind, ruleId, { pattern: 'tea', actions: [] })
        for (const sound of ['one', 'one', 'two', 'two']) {
          await alice.setActions(kind, ruleId, sounding(sound))
          expectSameItems('the actions in the list', (await onlyRule(alice, kind, ruleId)).actions, sounding(sound))
          expectSameItems('the actions at their endpoint', await alice.actionsOf(kind, ruleId), sounding(sound))
        }
        const rule = { kind, ruleId, sound: 'two' } as const
        await expectDecides({ alice, pusher }, rule, 'a message after that', await bob.send(room, 'tea'))
      },
    }),
  ),

  defineCase({
    id: 'rules-api/put-twice',
    title: 'A rule that is put again unchanged stays the same, and there is only one',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.same-rule-deleted', 'rules-api.update-duplicates', 'rules-api.update-disables'],
    fairness:
      'Putting a rule that exists updates it with the parameters of the request, which are those that it has. The actions may be listed in any order.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const body = { pattern: 'tea', actions: sounding('tea') }
      for (const _ of ['first', 'second', 'third']) {
        await alice.putRule('content', 'tea', body)
        const { enabled, pattern, actions } = await onlyRule(alice, 'content', 'tea')
        expectEqual('enabled of the rule', enabled, true)
        expectEqual('the pattern of the rule', pattern, body.pattern)
        expectSameItems('the actions of the rule', actions, body.actions)
      }
      const rule = { kind: 'content', ruleId: 'tea', sound: 'tea', enabledBy: 'rules-api.put-updates' } as const
      await expectDecides({ alice, pusher }, rule, 'a message after that', await bob.send(room, 'tea'))
    },
  }),
]

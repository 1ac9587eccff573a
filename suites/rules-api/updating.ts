import type { PushRule, RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { type DecidingRule, expectDecides } from './helpers/deciding-rule.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'

const IS_EMOTE = [...IS_MESSAGE, { kind: 'event_match', key: 'content.msgtype', pattern: 'm.emote' }]

const FAIR =
  'A rule_id is unique within its kind, so putting it again can only change the existing rule, which is enabled and of which the body replaces everything else. Its position is not checked, and any other rule may decide about events that it no longer matches.'

/** Rules that are put again. */
export const updating = [
  defineCase({
    id: 'rules-api/update-content',
    title: 'A content rule that is put again remains one rule, with its new pattern and actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates', 'rules-api.update-disables'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'mine', { pattern: 'tea', actions: sounding('old') })
      await alice.putRule('content', 'mine', { pattern: 'coffee', actions: sounding('new') })
      const rule = await updatedRule(alice, 'content', 'mine')
      expectEqual('the pattern of the rule that was put again', rule.pattern, 'coffee')
      const tea = await pusher.expectPush(await bob.send(room, 'tea'), { because: 'a default rule matches it' })
      expectOtherThan(['old', 'new'], 'the push of an event that only the old pattern matches', tea)
      const coffee = await bob.send(room, 'coffee')
      await expectDecides({ alice, pusher }, updated('content', 'mine'), 'a message with the new pattern', coffee)
    },
  }),

  defineCase({
    id: 'rules-api/update-override',
    title: 'An override rule that is put again remains one rule, with its new conditions and actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates', 'rules-api.update-disables'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('old') })
      await alice.putRule('override', 'mine', { conditions: IS_EMOTE, actions: sounding('new') })
      const rule = await updatedRule(alice, 'override', 'mine')
      expectSameItems('the conditions of the rule that was put again', rule.conditions, IS_EMOTE)
      const text = await pusher.expectPush(await bob.send(room, 'a text'), { because: 'a default rule matches it' })
      expectOtherThan(['old', 'new'], 'the push of an event that only the old conditions match', text)
      const emote = await bob.send(room, { msgtype: 'm.emote', body: 'waves' })
      const what = 'an emote, for which the new conditions hold'
      await expectDecides({ alice, pusher }, updated('override', 'mine'), what, emote)
    },
  }),

  defineCase({
    id: 'rules-api/update-room',
    title: 'A room rule that is put again remains one rule, with its new actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates', 'rules-api.update-disables'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('room', room, { actions: sounding('old') })
      await alice.putRule('room', room, { actions: sounding('new') })
      await updatedRule(alice, 'room', room)
      const message = await bob.send(room, 'a message')
      await expectDecides({ alice, pusher }, updated('room', room), 'a message in its room', message)
    },
  }),

  defineCase({
    id: 'rules-api/update-and-enabled',
    title: 'Whether putting a disabled rule again enables it',
    verifies: ['rules-api.update-and-enabled'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const body = { pattern: 'tea', actions: ['notify'] }
      await alice.putRule('content', 'tea', body)
      await alice.enableRule('content', 'tea', false)
      const disabled = await onlyRule(alice, 'content', 'tea')
      expectEqual('enabled of the disabled rule', disabled.enabled, false, { buildsOn: ['rules-api.enabled-set'] })
      await alice.putRule('content', 'tea', { ...body, actions: sounding('new') })
      const { enabled } = await onlyRule(alice, 'content', 'tea')
      return enabled ? 'The target enables the rule' : 'The rule stays disabled'
    },
  }),
]

/** Returns a rule that was put again with the sound `new`, as the list has it: once, enabled, and with its new actions. */
async function updatedRule(user: User, kind: RuleKind, ruleId: string): Promise<PushRule> {
  const rule = await onlyRule(user, kind, ruleId)
  expectSameItems('the actions of the rule that was put again', rule.actions, sounding('new'))
  expect(rule.enabled, 'Expected the rule to be still enabled after it was put again, found it disabled')
  return rule
}

/** Returns such a rule as the one that has to decide. */
function updated(kind: RuleKind, ruleId: string): DecidingRule {
  return { kind, ruleId, sound: 'new', enabledBy: 'rules-api.put-updates' }
}

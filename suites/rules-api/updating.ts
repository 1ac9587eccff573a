import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, IS_MESSAGE, sounding, soundOf } from '../harness/case/sound.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { onlyRule } from './helpers/listed-rule.ts'

const IS_EMOTE = [...IS_MESSAGE, { kind: 'event_match', key: 'content.msgtype', pattern: 'm.emote' }]

const FAIR =
  'A rule_id is unique within its kind, so putting it again can only change the existing rule. Its position is not checked, and any other rule may decide about events that it no longer matches.'

/** Rules that are put again. */
export const updating = [
  defineCase({
    id: 'rules-api/update-content',
    title: 'A content rule that is put again remains one rule, with its new pattern and actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates'],
    fairness: FAIR,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'mine', { pattern: 'tea', actions: sounding('old') })
      await alice.putRule('content', 'mine', { pattern: 'coffee', actions: sounding('new') })
      const rule = await onlyRule(alice, 'content', 'mine')
      expectEqual('the pattern', rule.pattern, 'coffee')
      expectSameItems('the actions', rule.actions, sounding('new'))
      const tea = await pusher.expectPush(await bob.send(room, 'tea'))
      const coffee = await pusher.expectPush(await bob.send(room, 'coffee'))
      expectOtherThan(['old', 'new'], 'the push of an event that only the old pattern matches', tea)
      expectEqual('the sound of an event that the new pattern matches', soundOf(coffee), 'new')
    },
  }),

  defineCase({
    id: 'rules-api/update-override',
    title: 'An override rule that is put again remains one rule, with its new conditions and actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates'],
    fairness: FAIR,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('old') })
      await alice.putRule('override', 'mine', { conditions: IS_EMOTE, actions: sounding('new') })
      const rule = await onlyRule(alice, 'override', 'mine')
      expectSameItems('the conditions', rule.conditions, IS_EMOTE)
      expectSameItems('the actions', rule.actions, sounding('new'))
      const text = await pusher.expectPush(await bob.send(room, 'a text'))
      const emote = await pusher.expectPush(await bob.send(room, { msgtype: 'm.emote', body: 'waves' }))
      expectOtherThan(['old', 'new'], 'the push of an event that only the old conditions match', text)
      expectEqual('the sound of an event that the new conditions match', soundOf(emote), 'new')
    },
  }),

  defineCase({
    id: 'rules-api/update-room',
    title: 'A room rule that is put again remains one rule, with its new actions',
    verifies: ['rules-api.put-updates'],
    caughtBy: ['rules-api.update-ignored', 'rules-api.update-duplicates'],
    fairness: FAIR,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('room', room, { actions: sounding('old') })
      await alice.putRule('room', room, { actions: sounding('new') })
      expectSameItems('the actions', (await onlyRule(alice, 'room', room)).actions, sounding('new'))
      expectEqual('the sound', soundOf(await pusher.expectPush(await bob.send(room, 'a message'))), 'new')
    },
  }),

  defineCase({
    id: 'rules-api/update-and-enabled',
    title: 'Whether putting a disabled rule again enables it',
    verifies: ['rules-api.update-and-enabled'],
    async run({ user }) {
      const alice = await user('alice')
      const body = { pattern: 'tea', actions: ['notify'] }
      await alice.putRule('content', 'tea', body)
      await alice.enableRule('content', 'tea', false)
      await alice.putRule('content', 'tea', { ...body, actions: sounding('new') })
      const { enabled } = await onlyRule(alice, 'content', 'tea')
      return enabled ? 'The target enables the rule' : 'The rule stays disabled'
    },
  }),
]

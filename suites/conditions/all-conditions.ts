import { defineCase } from '../harness/case/case.ts'
import { expectOtherThan, IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'

/** Number of conditions that have to hold. */
export const allConditions = [
  defineCase({
    id: 'conditions/no-conditions-match-everything',
    title: 'An underride rule without conditions matches an event that no other rule matches',
    verifies: ['conditions.no-conditions-match-all'],
    caughtBy: ['conditions.no-conditions-never-match'],
    fairness:
      "In the specification a rule without conditions always matches, and no listed rule of a higher kind matches this type of event. The user's rule precedes the default ones of its kind.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('underride', 'all', { conditions: [], actions: sounding('all') })
      const event = await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'matched after all' })
      const rule = { kind: 'underride', ruleId: 'all', sound: 'all' } as const
      await expectDecides({ alice, pusher }, rule, 'an event of any type', event)
    },
  }),

  defineCase({
    id: 'conditions/all-required',
    title: 'A rule with two conditions does not match if only one of them holds',
    verifies: ['conditions.all-required'],
    caughtBy: ['conditions.any-condition-suffices'],
    fairness:
      'The specification requires all conditions to hold. Both are of the oldest kind, with patterns that are the whole value. Any other rule may decide about the message that satisfies only one of them.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const conditions = [...IS_MESSAGE, { kind: 'event_match', key: 'content.msgtype', pattern: 'm.emote' }]
      await alice.putRule('override', 'emotes', { conditions, actions: sounding('emotes') })
      const text = await pusher.expectPush(await bob.send(room, 'a text'), { because: 'a default rule matches it' })
      expectOtherThan(['emotes'], 'the push of a text, for which one of two conditions holds', text)
      const emote = await bob.send(room, { msgtype: 'm.emote', body: 'waves' })
      const rule = { kind: 'override', ruleId: 'emotes', sound: 'emotes' } as const
      await expectDecides({ alice, pusher }, rule, 'an emote, for which both conditions hold', emote)
    },
  }),
]

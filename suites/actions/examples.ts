import { defineCase } from '../harness/case/case.ts'
import { expectOtherThan, sounding } from '../harness/case/sound.ts'
import { expectDecides, expectSilenced } from '../rules-api/helpers/deciding-rule.ts'
import { silentActions } from './helpers/silent-actions.ts'

const CAKE = 'SSByZWFsbHkgbGlrZSBjYWtl'
const ALARM = 'cakealarm.wav'

/** Reason why a rule with the actions of {@link silentActions} silences in every version. */
const FAIR_ABOUT_SILENCE =
  "Until v1.6 the rule has the example's action dont_notify; since v1.7, which removed it, the rule has no actions."

/** Examples of the specification about actions: two that mute, and one that plays a sound. */
export const examples = [
  defineCase({
    id: 'actions/example-mute-room',
    title: 'The example that mutes a room silences its messages, and no others',
    verifies: ['conditions.room-rule', 'actions.notify'],
    caughtBy: ['conditions.room-rules-ignored'],
    fairness: `${FAIR_ABOUT_SILENCE} The fence is in another room, where a default rule notifies, because neither the user's own rules nor a default override rule match it.`,
    async run({ sharedScene, specVersion }) {
      const { alice, bob, rooms, pusher } = await sharedScene({ roomCount: 2 })
      const [room = '', other = ''] = rooms
      await pusher.expectPush(await bob.send(room, 'before the rule'))
      await alice.putRule('room', room, { actions: silentActions(specVersion) })
      const muted = await bob.send(room, 'in the muted room')
      const until = await bob.send(other, 'in another room')
      await expectSilenced({ alice, pusher }, { kind: 'room', ruleId: room }, 'a message in its room', muted, { until })
    },
  }),

  defineCase({
    id: 'actions/example-mute-sender',
    title: 'The example that mutes a sender silences their messages, and no others',
    verifies: ['conditions.sender-rule', 'actions.notify'],
    caughtBy: ['conditions.sender-rules-ignored'],
    fairness: `${FAIR_ABOUT_SILENCE} The fence is from another member of the same room, whom no rule of the user matches, so a default rule notifies about it.`,
    async run({ sharedScene, specVersion }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      await pusher.expectPush(await carol.send(room, 'before the rule'))
      await alice.putRule('sender', carol.userId, { actions: silentActions(specVersion) })
      const muted = await carol.send(room, 'from the muted sender')
      const until = await bob.send(room, 'from another sender')
      await expectSilenced(
        { alice, pusher },
        { kind: 'sender', ruleId: carol.userId },
        'a message of its sender',
        muted,
        { until },
      )
    },
  }),

  defineCase({
    id: 'actions/example-cake',
    title: 'The example that plays a sound for a word does so only for messages with that word',
    verifies: ['conditions.content-rule', 'actions.set-tweak'],
    caughtBy: ['conditions.content-rules-ignored'],
    fairness:
      'The pattern is a word of the first body and does not occur in the second, so the result is the same in every version. The second message may have any other sound or none.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', CAKE, { pattern: 'cake', actions: sounding(ALARM) })
      const rule = { kind: 'content', ruleId: CAKE, sound: ALARM } as const
      const cake = await bob.send(room, 'There is cake in the kitchen')
      await expectDecides({ alice, pusher }, rule, 'a message about cake', cake)
      const pie = await pusher.expectPush(await bob.send(room, 'There is pie in the kitchen'))
      expectOtherThan([ALARM], 'the push of a message about pie', pie)
    },
  }),
]

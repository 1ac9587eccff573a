import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'

const BEER = 'U2VlIHlvdSBpbiBUaGUgRHVrZQ'
const CONDITIONS = [
  { kind: 'event_match', key: 'content.body', pattern: 'beer' },
  { kind: 'room_member_count', is: '<=10' },
]

/** Example of the specification with an override rule. */
export const overrideRules = [
  defineCase({
    id: 'worked-examples/beer',
    title: 'The example with two conditions precedes content, room and sender rules if both conditions hold',
    verifies: ['rules.kind-order', 'rules.all-conditions', 'actions.set-tweak'],
    caughtBy: ['rules.content-before-override'],
    fairness:
      "The body is only the word, so the pattern matches it in every version, as a word and as a whole. Each rule is the user's only one of its kind, so the order within a kind does not matter.",
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('override', BEER, { conditions: CONDITIONS, actions: sounding('beeroclock.wav') })
      await alice.putRule('content', 'beer', { pattern: 'beer', actions: sounding('content.wav') })
      await alice.putRule('room', room, { actions: sounding('room.wav') })
      await alice.putRule('sender', bob.userId, { actions: sounding('sender.wav') })
      const beer = await pusher.expectPush(await bob.send(room, 'beer'))
      expectEqual('the sound of a message about beer', soundOf(beer), 'beeroclock.wav')
      const wine = await pusher.expectPush(await bob.send(room, 'wine'))
      expectEqual('the sound if one of the conditions does not hold', soundOf(wine), 'room.wav')
    },
  }),
]

import { defineCase } from '../harness/case/case.ts'
import { expectOtherThan, sounding } from '../harness/case/sound.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'

/** Room and sender rules, whose rule_id is their only condition. */
export const roomAndSenderRules = [
  defineCase({
    id: 'conditions/room-rule-for-its-room',
    title: 'A room rule decides about messages in its room, and not in another',
    verifies: ['conditions.room-rule'],
    caughtBy: ['conditions.room-rules-ignored'],
    fairness:
      'A room rule matches the room that its rule_id names and has no other condition. In the other room any other rule may decide.',
    async run({ sharedScene }) {
      const { alice, bob, rooms, pusher } = await sharedScene({ roomCount: 2 })
      const [room = '', other = ''] = rooms
      await alice.putRule('room', room, { actions: sounding('room') })
      const rule = { kind: 'room', ruleId: room, sound: 'room' } as const
      await expectDecides({ alice, pusher }, rule, 'a message in its room', await bob.send(room, 'here'))
      const there = await pusher.expectPush(await bob.send(other, 'there'), { because: 'a default rule matches it' })
      expectOtherThan(['room'], 'the push from the other room', there)
    },
  }),

  defineCase({
    id: 'conditions/sender-rule-for-its-sender',
    title: 'A sender rule decides about messages from its sender, and not from another',
    verifies: ['conditions.sender-rule'],
    caughtBy: ['conditions.sender-rules-ignored'],
    fairness:
      'A sender rule matches the user that its rule_id names and has no other condition. Any other rule may decide about a message from Carol, who joined later.',
    async run({ sharedScene, sharedUser }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const carol = await sharedUser('carol')
      await bob.invite(room, carol)
      await carol.join(room)
      await alice.putRule('sender', bob.userId, { actions: sounding('sender') })
      const rule = { kind: 'sender', ruleId: bob.userId, sound: 'sender' } as const
      await expectDecides({ alice, pusher }, rule, 'a message of its sender', await bob.send(room, 'from Bob'))
      const because = 'a default rule matches it'
      const hers = await pusher.expectPush(await carol.send(room, 'from Carol'), { because })
      expectOtherThan(['sender'], 'the push of a message from somebody else', hers)
    },
  }),
]

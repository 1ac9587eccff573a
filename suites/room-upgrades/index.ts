import { defineCase } from '../harness/case.ts'
import { NotApplicable } from '../harness/errors.ts'
import { eventually } from '../harness/deadline.ts'
import { expect } from '../harness/expect.ts'
import { soundOf, sounding } from '../rule-ordering/sound.ts'

/** A version that servers commonly have; a room may be replaced by one of an older version, or of the same. */
const ROOM_VERSION = '10'

/** Rooms that are replaced by others. */
export const roomUpgrades = [
  defineCase({
    id: 'room-upgrades/rules-follow',
    title: "A user's room rule holds for the room that replaces its own, once the user has joined that",
    verifies: ['upgrades.rules-follow'],
    fairness:
      'How the settings are carried over, and when after the join, is left open: messages are sent until one of them ' +
      'is pushed as the rule has it. A server that does not upgrade to the version asked for is not judged.',
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene({ group: true })
      await alice.putRule('room', room, { actions: sounding('mine') })
      const body = { new_version: ROOM_VERSION }
      const answer = await bob.client.call('upgradeRoom', { path: { roomId: room }, body })
      if (answer.status !== 200) {
        throw new NotApplicable(`The target does not upgrade rooms to version ${ROOM_VERSION}: status ${answer.status}`)
      }
      const { replacement_room: replacement } = answer.body as { replacement_room: string }
      await bob.invite(replacement, alice)
      await alice.join(replacement)
      const followed = await eventually(async () => {
        const push = await pusher.expectPush(await bob.send(replacement, 'in the new room'))
        return soundOf(push) === 'mine' ? true : undefined
      }, alice.client.access.patienceMs)
      expect(followed === true, 'Expected the room rule of the old room to hold for the new one, found it does not')
    },
  }),
]
